// A question stands in the conversation from the moment it is asked, whatever waits before it; a refused one goes again.
document.addEventListener("asked", (event) => {
  const conversation = element.querySelector(".conversation");
  if (!conversation) return;
  forgetPending();
  const turn = document.createElement("article");
  turn.className = "turn pending";
  turn.setAttribute("aria-busy", "true");
  const question = document.createElement("h3");
  question.className = "question";
  question.textContent = event.detail.trim() || "…";
  const step = document.createElement("p");
  step.className = "step";
  const spinner = document.createElement("span");
  spinner.className = "spinner";
  spinner.setAttribute("aria-hidden", "true");
  step.append(spinner, "Searching…");
  turn.append(question, step);
  conversation.querySelector(".welcome")?.setAttribute("hidden", "");
  conversation.append(turn);
  turn.scrollIntoView({ behavior: "smooth", block: "start" });
});
document.addEventListener("refused", () => {
  forgetPending();
  element.querySelector(".welcome")?.removeAttribute("hidden");
});

function forgetPending() {
  element.querySelectorAll(".pending").forEach((turn) => turn.remove());
}
