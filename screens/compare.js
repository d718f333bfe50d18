// What happens on the Compare screen. Runs once a pane, behind source_panel.js; `element`, `trigger`, `watch`, `props` are Gradio's.
const GONE_MS = 100; // until a button that is hidden has lost the focus
const screenOf = () => document.querySelector(".compare");

element.addEventListener("click", (event) => {
  const back = event.target.closest("[data-back]");
  if (back) return closeSource(back.dataset.back);
  const opener = event.target.closest(".finding")?.querySelector("[data-source]");
  if (opener && !String(window.getSelection())) openSource(opener); // selecting words is no click
});

// The panel stands beside the table while there is something in it; until then the table has all the room.
function openSource(button) {
  markAsOpen("compare-table", button);
  const cell = button.closest("td");
  trigger("source", { cell: cell.id, comparison: element.querySelector("table").dataset.comparison });
  screenOf().dataset.open = "";
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  showPanel("compare-panel");
}

function closeSource(cell) {
  delete screenOf().dataset.open;
  goBack(cell, "[data-source]");
}

followSources("compare-panel");
if (isIn("compare-panel")) {
  element.addEventListener("keydown", (event) => {
    const back = element.querySelector("[data-back]");
    if (event.key === "Escape" && back) closeSource(back.dataset.back);
  });
}

if (isIn("compare-progress")) {
  let state = "";
  watch("value", () => {
    const comparing = element.querySelector(".comparing");
    const [before, now] = [state, comparing ? comparing.dataset.state : ""];
    state = now;
    if (now === "making" && before !== "making") comparing.scrollIntoView({ behavior: "smooth", block: "nearest" });
    if (before === "making" && now !== "making") setTimeout(takeFocus, GONE_MS);
  });
  // The button that stopped it is gone, and the focus with it.
  const takeFocus = () => {
    if (document.activeElement === document.body) element.querySelector(".outcome")?.focus({ preventScroll: true });
  };
}

// The table only ever grows: new rows are added to it, so that it keeps its place, its focus and what is chosen in it.
if (isIn("compare-table")) {
  const place = element.querySelector(".tables");
  let seen = "";
  watch("value", () => {
    const now = props.value || "";
    if (seen && now.startsWith(seen)) {
      const made = document.createElement("template");
      made.innerHTML = `<table><tbody>${now.slice(seen.length)}`;
      place.querySelector("tbody").append(...made.content.querySelectorAll("tr"));
    } else {
      place.innerHTML = now;
      delete screenOf().dataset.open;
    }
    seen = now;
  });
}
