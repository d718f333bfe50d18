// What a click in the Library does. Runs once a pane; `element`, `trigger`, `watch` are Gradio's.
// What needs the server is a button with data-event, one of these:
const EVENTS = ["open", "close", "remove", "again", "recognise", "dismiss", "uncorrect", "look"];
const LOOK_MS = 2000; // between two looks whether somebody else changed the documents
const state = { view: "documents", text: "", force: "", kind: "", sorts: {} };
const all = (selector, within = element) => [...within.querySelectorAll(selector)];

element.addEventListener("click", (event) => {
  const button = event.target.closest("button, summary, a, input, select, textarea");
  const row = event.target.closest("tr[data-document]");
  if (!button && row && !String(getSelection())) return trigger("open", { document: row.dataset.document });
  if (!button) return;
  const { event: name, view, sort, showForce, unfilter, dismiss, removal } = button.dataset;
  if (EVENTS.includes(name)) trigger(name, { ...button.dataset });
  else if (view) choose(view);
  else if (sort) sortBy(button.closest("table"), sort);
  else if (showForce !== undefined) narrow({ force: showForce, text: "", kind: "" });
  else if (unfilter !== undefined) narrow({ force: "", text: "", kind: "" });
  else if (dismiss !== undefined) element.querySelector("section").hidden = true;
  else if (removal) makeSure(removal === "ask");
});

element.addEventListener("input", (event) => {
  const { filter, sorter } = event.target.dataset;
  if (filter) state[filter] = event.target.value;
  if (sorter !== undefined) sortBy(element.querySelector("table.documents"), event.target.value, true);
  if (filter) showMatches();
});

element.addEventListener("keydown", (event) => {
  const tab = event.target.closest("[role=tab]");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !step) return;
  const tabs = all("[role=tab]");
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
  choose(next.dataset.view);
  next.focus();
});

function choose(view) {
  state.view = view;
  for (const tab of all("[role=tab]")) {
    tab.setAttribute("aria-selected", tab.dataset.view === view);
    tab.tabIndex = tab.dataset.view === view ? 0 : -1;
  }
  for (const panel of all("[role=tabpanel]")) panel.hidden = panel.id !== `view-${view}`;
}

function narrow(filters) {
  Object.assign(state, filters);
  choose("documents");
  showFilters();
  showMatches();
  element.querySelector("[data-filter=text]").focus();
}

function showFilters() {
  for (const field of all("[data-filter]")) {
    if (document.activeElement !== field || !field.matches("input")) field.value = state[field.dataset.filter];
    if (field.value !== state[field.dataset.filter]) state[field.dataset.filter] = field.value = ""; // no longer offered
  }
}

function showMatches() {
  const words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = all("table.documents tbody tr");
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    const fits = words.every((word) => text.includes(word))
      && (!state.force || (row.dataset.forces || "").includes(` ${state.force} `))
      && (!state.kind || row.dataset.kind === state.kind);
    row.hidden = !fits;
    shown += fits;
  }
  const told = element.querySelector(".found");
  if (!told) return;
  told.textContent = shown === rows.length ? `${shown} document${shown === 1 ? "" : "s"}` : `${shown} of ${rows.length} documents`;
  element.querySelector("table.documents").hidden = !shown;
  element.querySelector(".unmatched").hidden = shown > 0;
}

// The first click on a column sorts it as it is most asked for: days and numbers the latest and largest first.
function sortBy(table, column, isChosen = false) {
  const header = table.querySelector(`[data-sort=${column}]`).closest("th");
  const now = header.getAttribute("aria-sort");
  const first = ["date", "published", "length", "count", "latest"].includes(column) ? "descending" : "ascending";
  const other = { ascending: "descending", descending: "ascending" };
  sort(table, column, isChosen || !now ? first : other[now]);
}

function sort(table, column, order) {
  state.sorts[table.className] = [column, order];
  const headers = all("th", table);
  const at = headers.findIndex((header) => header.querySelector("button").dataset.sort === column);
  headers.forEach((header, place) => (place === at ? header.setAttribute("aria-sort", order) : header.removeAttribute("aria-sort")));
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const keyed = all("tbody tr", table).map((row, place) => [row.cells[at].dataset.key, place, row]);
  const sign = order === "ascending" ? 1 : -1;
  // What is not known comes last, either way round.
  keyed.sort(([a, i], [b, j]) => (!a - !b) || sign * compare(a, b) || i - j);
  table.tBodies[0].append(...keyed.map(([, , row]) => row));
  const sorter = element.querySelector("[data-sorter]");
  if (sorter && table.matches(".documents")) sorter.value = column;
}

function makeSure(isAsked) {
  const asking = element.querySelector("[data-removal=ask]");
  asking.hidden = isAsked;
  element.querySelector(".sure").hidden = !isAsked;
  (isAsked ? element.querySelector("[data-removal=keep]") : asking).focus();
}

// What the server sends is the page as it first was: everything people set comes back on top of it.
function restore() {
  if (!element.querySelector(".library")) return;
  choose(state.view);
  for (const table of all("table")) {
    const [column, order] = state.sorts[table.className] || [table.dataset.sorts, table.dataset.order];
    sort(table, column, order);
  }
  showFilters();
  showMatches();
}

let opened = "";
let openedFrom = null;
function follow() {
  const details = element.querySelector(".details");
  if (details && details.dataset.opened !== opened) {
    openedFrom = document.activeElement;
    details.parentElement.scrollTop = 0;
    document.getElementById("drawer").scrollTop = 0;
    element.querySelector("#details-title").focus({ preventScroll: true });
  } else if (!details && opened && openedFrom && openedFrom.isConnected) {
    openedFrom.focus({ preventScroll: true });
  }
  opened = details ? details.dataset.opened : "";
}

watch("value", () => {
  restore();
  follow();
});

const isDetails = !!element.closest("#details");
if (isDetails) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && element.querySelector(".details") && !event.defaultPrevented) trigger("close", {});
  });
}

if (element.closest("#documents")) {
  const look = () => {
    if (document.hidden || !element.checkVisibility()) return;
    const library = element.querySelector(".library");
    trigger("look", { seen: library ? library.dataset.seen : "" });
  };
  look();
  setInterval(look, LOOK_MS);
}
