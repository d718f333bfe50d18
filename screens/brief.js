// What happens on the Brief screen. Runs once a pane, behind source_panel.js; `element`, `trigger`, `watch`, `props` are Gradio's.
const GONE_MS = 80; // until a hidden button has lost the focus
const PRESS_MS = 60; // between two looks whether the pointer is still pressed
const LONGEST = 2000; // characters of a line
const COUNTERPARTS = { strike: "restore", restore: "strike", undo: "edit", edit: "restore" };
const lineOf = (node) => node?.closest?.(".line");

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const { back, do: deed } = button.dataset;
  if (back) goBack(back, "[data-do=source]");
  else if (deed === "source") openSource(button);
  else if (deed === "edit") beginEdit(lineOf(button));
  else if (deed) tell("deed", lineOf(button), { do: deed });
});

function tell(what, line, more) {
  const briefing = element.querySelector(".sheet").dataset.briefing;
  trigger(what, { briefing, line: line.id.replace("line-", ""), ...more });
}

function openSource(button) {
  markAsOpen("brief-sheet", button);
  tell("source", lineOf(button), { source: button.dataset.source });
  showPanel("brief-panel");
}

followSources("brief-panel");

if (isIn("brief-said")) {
  watch("value", () => element.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" })); // from far down the page
}

if (isIn("brief-progress")) {
  let state = "";
  watch("value", () => {
    const [before, now] = [state, element.querySelector(".briefed")?.dataset.state || ""];
    state = now;
    if (now === "making" && before !== "making") element.scrollIntoView({ behavior: "smooth", block: "nearest" });
    if (before === "making" && now !== "making") setTimeout(takeFocus, GONE_MS);
  });
  // The button that stopped it is gone, and the focus with it.
  const takeFocus = () => {
    if (document.activeElement === document.body) element.querySelector(".outcome")?.focus({ preventScroll: true });
  };
}

// The lines as they came last, by their id: only those that changed are replaced, so that a line being written in stays.
const seen = new Map();
let revision = -1;

function beginEdit(line) {
  if (line.querySelector("textarea")) return;
  const words = line.querySelector(".words");
  const before = words.textContent;
  const [box, hint] = [document.createElement("textarea"), document.createElement("p")];
  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  };
  box.className = "rewording";
  box.value = before;
  box.maxLength = LONGEST;
  box.setAttribute("aria-label", `The words of ${line.querySelector(".deeds").getAttribute("aria-label").replace("Change ", "")}`);
  hint.className = "hint";
  hint.id = `${line.id}-hint`;
  hint.textContent = "Leaving the line checks it; Escape leaves it as it was.";
  box.setAttribute("aria-describedby", hint.id);
  words.hidden = true;
  words.after(box, hint);
  line.classList.add("is-open");
  grow();
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  box.addEventListener("input", grow);

  let isClosed = false;
  const close = (text) => {
    if (isClosed) return; // taking the box away blurs it
    isClosed = true;
    const hadFocus = document.activeElement === box;
    words.hidden = false;
    line.classList.remove("is-open");
    hint.remove();
    box.remove();
    if (hadFocus) line.querySelector("[data-do=edit]").focus({ preventScroll: true });
    if (text.trim() === before.trim()) return;
    words.textContent = text;
    line.classList.add("is-checking");
    seen.delete(line.id); // whatever comes back takes its place
    tell("deed", line, { do: "edit", text });
  };
  box.addEventListener("blur", () => afterPress(() => close(box.value)));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      close(box.value);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close(before);
    }
  });
}

// A line that closes moves what is below it: not while the pointer is pressed, or its click would miss.
let isPressed = false;
if (isIn("brief-sheet")) {
  document.addEventListener("pointerdown", () => (isPressed = true), true);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => (isPressed = false), true);
}

function afterPress(what) {
  if (!isPressed) return what();
  const wait = () => (isPressed ? setTimeout(wait, PRESS_MS) : what());
  setTimeout(wait, PRESS_MS);
}

if (isIn("brief-sheet")) {
  const place = element.querySelector(".sheets");
  watch("value", () => {
    const made = document.createElement("template");
    made.innerHTML = props.value || "";
    const next = made.content.firstElementChild;
    const now = place.firstElementChild;
    if (!next) return place.replaceChildren();
    if (Number(next.dataset.revision) < revision) return; // an answer that was overtaken
    revision = Number(next.dataset.revision);
    if (!now || now.dataset.briefing !== next.dataset.briefing) {
      seen.clear();
      next.querySelectorAll(".line").forEach((line) => seen.set(line.id, line.outerHTML));
      place.replaceChildren(next);
    } else mend(now, next);
  });
}

function mend(now, next) {
  const [focused, line] = [document.activeElement, lineOf(document.activeElement)?.id];
  const deed = focused?.dataset.do;
  [...next.querySelectorAll(".part")].forEach((part, at) => {
    const held = now.querySelectorAll(".part")[at];
    if (!held) {
      part.querySelectorAll(".line").forEach((each) => seen.set(each.id, each.outerHTML));
      return now.append(part);
    }
    mendLines(held.querySelector(".lines"), part.querySelectorAll(".line"));
  });
  now.dataset.revision = next.dataset.revision;
  if (line && document.activeElement === document.body) {
    const kept = document.getElementById(line);
    const target = kept?.querySelector(`[data-do=${deed}]`) || kept?.querySelector(`[data-do=${COUNTERPARTS[deed]}]`);
    (target || kept)?.focus();
  }
}

function mendLines(list, lines) {
  [...lines].forEach((line, at) => {
    const html = line.outerHTML;
    const held = document.getElementById(line.id);
    let shown = held;
    if (held.querySelector("textarea")) held.querySelector(".number").innerHTML = line.querySelector(".number").innerHTML;
    else if (seen.get(line.id) !== html) {
      if (held.querySelector("[aria-current]")) line.querySelector("[data-do=source]").setAttribute("aria-current", "true");
      held.replaceWith(line);
      seen.set(line.id, html);
      shown = line;
    }
    if (list.children[at] !== shown) list.insertBefore(shown, list.children[at]);
  });
}
