// A question stands in the conversation from the moment it is asked, whatever waits before it; a refused one goes again,
// and why it was refused is told in its place: Gradio tells it of what it queues only.
let refusal = "";
const ask = window.fetch;
window.fetch = async (...sent) => {
  const answer = await ask(...sent);
  if (!answer.ok && String(sent[0]?.url ?? sent[0]).includes("/gradio_api/run/")) {
    const told = await answer.clone().json().catch(() => ({}));
    refusal = [told.error, told.detail].find((each) => typeof each === "string") || "That was not taken. Try again in a minute.";
  }
  return answer;
};
document.addEventListener("asked", (event) => {
  const conversation = element.querySelector(".conversation");
  if (!conversation) return;
  refusal = ""; // of something else that was asked for
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
  if (!refusal) return;
  const told = element.querySelector("template.refused").content.firstElementChild.cloneNode(true);
  told.append(refusal);
  refusal = "";
  element.querySelector(".conversation").append(told);
});

function forgetPending() {
  element.querySelectorAll(".pending, .notice.refused").forEach((each) => each.remove());
}
