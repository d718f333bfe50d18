// The panel of sources beside a list of what rests on them. `element`, `watch` are Gradio's.
const NARROW_SCREEN = 900; // pixels; below, the panel stands under the list
const isIn = (id) => !!element.closest(`#${id}`);

function showPanel(id) {
  if (window.innerWidth < NARROW_SCREEN) document.getElementById(id).scrollIntoView({ block: "start" });
}

function markAsOpen(list, button) {
  document.querySelector(`#${list} [aria-current]`)?.removeAttribute("aria-current");
  button.setAttribute("aria-current", "true");
}

// Back to what the source was opened from, with the focus on the button that opened it.
function goBack(id, opener) {
  const item = document.getElementById(id);
  if (!item) return;
  item.scrollIntoView({ block: "center" });
  (item.querySelector(opener) || item).focus({ preventScroll: true });
}

// In the panel itself (which has zoom.js before this): a source that comes is shown, from its top.
function followSources(id) {
  if (!isIn(id)) return;
  watch("value", () => {
    element.querySelectorAll(".page-view").forEach(showPage);
    element.closest(".right").scrollTop = 0;
    if (!element.querySelector(".source")) return;
    element.querySelector(".source").focus({ preventScroll: true });
    showPanel(id);
  });
}
