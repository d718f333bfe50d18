// Feedback on answers. Runs once, in the conversation's pane; `element`, `watch` are Gradio's.
const given = new Map(); // by answer: what was sent, so that it still shows when the conversation is drawn again

function showGiven(box) {
  const { opinion = "", words = "", told = "" } = given.get(box.dataset.answer) ?? {};
  for (const each of box.querySelectorAll(".opinion")) each.setAttribute("aria-pressed", String(each.dataset.opinion === opinion));
  box.querySelector(".thanks").textContent = told;
  box.querySelector(".words").hidden = !opinion || opinion === "right" || told.startsWith("Not");
  box.querySelector(".words input").value = words;
}

async function give(box, opinion, words) {
  let told = words ? "Thank you. Your words are stored." : "Thank you. It is stored.";
  try {
    const sent = { answer: box.dataset.answer, opinion, words };
    const response = await fetch("feedback", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) });
    if (!response.ok) told = `Not stored. ${(await response.json()).detail ?? ""}`;
  } catch {
    told = "Not stored: the app cannot be reached.";
  }
  given.set(box.dataset.answer, { opinion, words, told });
  const now = element.querySelector(`.feedback[data-answer="${box.dataset.answer}"]`);
  if (now) showGiven(now);
  return now;
}

element.addEventListener("click", async (event) => {
  const button = event.target.closest(".opinion");
  if (!button) return;
  const box = button.closest(".feedback");
  const now = await give(box, button.dataset.opinion, "");
  if (button.dataset.opinion !== "right") now?.querySelector(".words input").focus();
});

element.addEventListener("submit", (event) => {
  const form = event.target.closest(".feedback .words");
  if (!form) return;
  event.preventDefault();
  const box = form.closest(".feedback");
  give(box, given.get(box.dataset.answer)?.opinion, form.querySelector("input").value.trim());
});

watch("value", () => element.querySelectorAll(".feedback").forEach(showGiven));
