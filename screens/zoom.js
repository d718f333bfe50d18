// A page's picture in its window: zoom, and the boxed paragraph in view. Shared by the Ask screen and the source's page.
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4]; // times the width of the window
const NARROW = 620; // pixels; in a window narrower than that, the paragraph is fitted rather than the page

function showPage(view) {
  const [pane, sheet] = [view.querySelector(".page-window"), view.querySelector(".page-sheet")];
  const [picture, box] = [sheet.querySelector("img"), sheet.querySelector(".boxed")];
  let zoom = 1;
  if (view.dataset.shown) return;
  view.dataset.shown = "yes";

  function set(wanted) {
    const across = (pane.scrollLeft + pane.clientWidth / 2) / Math.max(sheet.offsetWidth, pane.clientWidth);
    const down = (pane.scrollTop + pane.clientHeight / 2) / Math.max(sheet.offsetHeight, pane.clientHeight);
    zoom = wanted;
    sheet.style.width = `${100 * zoom}%`;
    picture.sizes = `${Math.round(sheet.offsetWidth)}px`; // a larger picture is fetched where it is needed
    pane.scrollLeft = across * sheet.offsetWidth - pane.clientWidth / 2;
    pane.scrollTop = down * sheet.offsetHeight - pane.clientHeight / 2;
  }

  function step(which) {
    if (which === "fit") set(1);
    if (which === "in") set(ZOOMS.find((each) => each > zoom + 0.01) || zoom);
    if (which === "out") set(ZOOMS.findLast((each) => each < zoom - 0.01) || zoom);
  }

  view.querySelector(".page-zoom").hidden = false;
  view.addEventListener("click", (event) => step(event.target.closest("[data-zoom]")?.dataset.zoom));
  pane.addEventListener("keydown", (event) => {
    const which = { "+": "in", "=": "in", "-": "out", "0": "fit" }[event.key];
    if (!which || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(which);
  });

  set(1);
  if (!box) return;
  if (pane.clientWidth < NARROW) set(Math.min(2, Math.max(1, (0.94 * pane.clientWidth) / box.getBoundingClientRect().width)));
  const isTall = box.getBoundingClientRect().height > 0.9 * pane.clientHeight; // then its quoted line matters more
  const target = (isTall && sheet.querySelector(".quoted rect")) || box;
  const [place, frame] = [target.getBoundingClientRect(), pane.getBoundingClientRect()];
  pane.scrollTop += place.top - frame.top - Math.max(16, (pane.clientHeight - place.height) / 3);
  pane.scrollLeft += place.left - frame.left - Math.max(8, (pane.clientWidth - place.width) / 2);
}
