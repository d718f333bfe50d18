// What happens on the Check screen. Runs once a pane, behind source_panel.js; `element`, `trigger`, `watch`, `upload` are Gradio's.
const GONE_MS = 100; // until a button that is hidden has lost the focus
const rows = () => document.getElementById("check-rows");

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { show, paragraph, back, choose } = button.dataset;
  if (show !== undefined) sift(show);
  else if (paragraph) openSource(button);
  else if (back) goBack(back, "[aria-current]");
  else if (choose !== undefined) element.querySelector("input[type=file]").click();
});

function openSource(button) {
  markAsOpen("check-rows", button);
  trigger("source", { ...button.dataset });
  showPanel("check-panel");
}

// Which statements are shown: kept on the list itself, which stays while statements are added to it.
function sift(which) {
  rows().dataset.show = which;
  showSifted();
}

function showSifted() {
  const which = rows()?.dataset.show || "";
  let shown = 0;
  for (const button of document.querySelectorAll("#check-progress [data-show]")) {
    const isChosen = button.dataset.show === which;
    button.setAttribute("aria-pressed", isChosen);
    if (isChosen) shown = Number(button.querySelector(".count").textContent);
  }
  const none = document.querySelector("#check-progress .unmatched");
  if (none) none.hidden = !which || shown > 0;
}

if (isIn("check-progress")) {
  let state = "";
  watch("value", () => {
    const checking = element.querySelector(".checking");
    const [before, now] = [state, checking ? checking.dataset.state : ""];
    state = now;
    if (now === "checking" && before !== "checking") {
      rows().dataset.show = "";
      checking.scrollIntoView({ behavior: "smooth", block: "nearest" });
    }
    showSifted();
    if (before === "checking" && now !== "checking") setTimeout(takeFocus, GONE_MS);
  });
  // The button that stopped it is gone, and the focus with it.
  const takeFocus = () => {
    if (document.activeElement === document.body) element.querySelector(".outcome")?.focus({ preventScroll: true });
  };
}

// The statements only ever grow: those that are new are added, and the others, hundreds of them, are left alone.
if (isIn("check-rows")) {
  const list = element.querySelector("ol");
  let seen = "";
  watch("value", () => {
    const now = props.value || "";
    if (!now.startsWith(seen)) list.replaceChildren();
    list.insertAdjacentHTML("beforeend", now.startsWith(seen) ? now.slice(seen.length) : now);
    seen = now;
  });
}

followSources("check-panel");

if (isIn("check-file")) {
  const form = document.getElementById("check-form");
  const told = element.querySelector(".told");
  const input = element.querySelector("input[type=file]");
  const tell = (text) => (told.textContent = text);

  const give = async (file) => {
    tell(`Uploading ${file.name}…`);
    try {
      const { path } = await upload(file);
      tell("");
      trigger("give", { path, name: file.name });
    } catch {
      tell(`${file.name} was not uploaded. Check the connection and give it again.`);
    }
  };

  input.addEventListener("change", () => {
    const [file] = input.files;
    input.value = ""; // so that choosing the same file again counts
    if (file) give(file);
  });
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return; // dragged text is for the box
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("is-over");
  });
  form.addEventListener("drop", (event) => {
    form.classList.remove("is-over");
    const files = [...event.dataTransfer.files];
    if (!files.length) return;
    event.preventDefault();
    if (files.length > 1) tell("Give one file at a time.");
    else give(files[0]);
  });
}
