// What a click in the list of earlier conversations does. Runs once; `element`, `trigger` are Gradio's.
const EVENTS = ["reopen", "remove", "remove_all"];

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { event: name, conversation, sure, keep } = button.dataset;
  if (EVENTS.includes(name)) return trigger(name, { conversation });
  const asked = button.closest("li, .all");
  const box = asked?.querySelector(".sure");
  if (sure !== undefined) {
    box.hidden = false;
    box.querySelector("[data-keep]").focus();
  } else if (keep !== undefined) {
    box.hidden = true;
    asked.querySelector("[data-sure]").focus();
  }
});
