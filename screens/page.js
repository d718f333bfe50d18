// The page of a source. Runs before the page is drawn, so that a dark one does not flash.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark", dark.matches);
dark.addEventListener("change", follow);
follow();

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.body.appendChild(document.createElement("textarea")); // without https there is no clipboard
  field.value = text;
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("copying was refused");
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".page-view").forEach(showPage);
  if (!document.querySelector(".page-view")) document.getElementById("paragraph")?.scrollIntoView({ block: "center" });
  document.querySelector(".copy-link")?.addEventListener("click", async (event) => {
    event.preventDefault();
    const told = event.target.parentElement.querySelector(".copied");
    try {
      await copy(event.target.href);
      told.textContent = "Copied";
    } catch {
      told.textContent = "Your browser did not allow copying: copy the address of this page instead";
    }
  });
});
