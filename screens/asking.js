// A question stands in the conversation from the moment it is asked, whatever waits before it; a refused one goes again.
document.addEventListener("asked", (event) => {
  const conversation = element.querySelector(".conversation");
  if (!conversation) return;
  forgetPending();
  const turn = conversation.querySelector("template.asked").content.firstElementChild.cloneNode(true);
  turn.querySelector(".question").append(event.detail.trim() || "…");
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
