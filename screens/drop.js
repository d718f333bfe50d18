// Files, folders and web addresses given to the Library. `element`, `trigger`, `upload` are Gradio's.
// They are uploaded one after the other, then handed over together; what is given meanwhile waits its turn.
const zone = element.querySelector(".zone");
const form = element.querySelector("form");
const addresses = element.querySelector("#addresses");
const uploading = element.querySelector(".uploading");
const suffixes = element.querySelector("[data-input=files]").accept.split(",");
const waiting = [];
let isBusy = false;
let typed = "";

const isReadable = (name) => suffixes.some((suffix) => name.toLowerCase().endsWith(suffix));
const linesOf = (text) => text.split(/\s+/).filter(Boolean);

function tell(text, share) {
  uploading.hidden = !text;
  uploading.querySelector(".told").textContent = text;
  const bar = uploading.querySelector(".bar");
  bar.hidden = share === undefined;
  bar.setAttribute("aria-valuenow", Math.round(100 * (share || 0)));
  bar.firstElementChild.style.width = `${100 * (share || 0)}%`;
}

// `files`: [File, its path in the folder given]. Of a folder only what can be read is taken; a file chosen by itself is
// always handed over, so that the reason is told if it cannot be read.
async function give(files, urls = []) {
  if (!files.length && !urls.length) return;
  waiting.push([files, urls]);
  if (isBusy) return;
  isBusy = true;
  while (waiting.length) {
    const [some, links] = waiting.shift();
    const sent = await uploaded(some);
    if (!sent.length && !links.length) continue;
    const ended = whenAdded();
    trigger("give", { files: sent, addresses: links });
    const state = await ended;
    if (state === "done" && links.length && addresses.value === typed) addresses.value = "";
  }
  isBusy = false;
}

async function uploaded(files) {
  const sent = [];
  const lost = [];
  for (const [at, [file, place]] of files.entries()) {
    tell(`Uploading ${at + 1} of ${files.length}: ${place}`, at / files.length);
    try {
      sent.push({ path: (await upload(file)).path, place });
    } catch {
      lost.push(place);
    }
  }
  tell(lost.length ? `Not uploaded: ${lost.join(", ")}. Check the connection and give them again.` : "");
  return sent;
}

// Resolves when the list of what is being added says that it is at its end.
function whenAdded() {
  const list = document.getElementById("adding");
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      const state = list.querySelector(".adding")?.dataset.state;
      if (state === "done" || state === "fault") {
        observer.disconnect();
        resolve(state);
      }
    });
    observer.observe(list, { childList: true, subtree: true, attributes: true, characterData: true });
  });
}

// The files below what was dropped, with their paths: a folder's come in portions of 100.
async function filesIn(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [[file, entry.fullPath.replace(/^\//, "")]];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    for (const each of some) found.push(...(await filesIn(each)));
  }
  return found.filter(([file]) => isReadable(file.name));
}

function chosen(files, isFolder) {
  const named = files.map((file) => [file, isFolder ? file.webkitRelativePath || file.name : file.name]);
  const readable = isFolder ? named.filter(([file]) => isReadable(file.name)) : named;
  if (files.length && !readable.length) tell("This folder holds no file that can be read.");
  return give(readable);
}

for (const input of element.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    const files = [...input.files];
    chosen(files, input.dataset.input === "folder");
    input.value = ""; // so that choosing the same file again counts
  });
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choose]");
  if (button) element.querySelector(`[data-input=${button.dataset.choose}]`).click();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  typed = addresses.value;
  const urls = linesOf(typed);
  if (urls.length) give([], urls);
  else addresses.focus();
});
addresses.addEventListener("input", () => (addresses.rows = Math.min(6, addresses.value.split("\n").length)));
addresses.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

for (const name of ["dragenter", "dragover"]) {
  element.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
}
element.addEventListener("dragleave", (event) => {
  if (!element.contains(event.relatedTarget)) zone.classList.remove("is-over");
});
element.addEventListener("drop", async (event) => {
  event.preventDefault();
  zone.classList.remove("is-over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const urls = event.dataTransfer.getData("text/uri-list").split(/\s+/).filter((line) => /^https?:/.test(line));
  if (!entries.length) return give([...event.dataTransfer.files].map((file) => [file, file.name]), urls);
  const found = (await Promise.all(entries.map(filesIn))).flat();
  if (!found.length) tell("This folder holds no file that can be read.");
  give(found);
});
