// What a click in the conversation or the source panel does. Runs once a component; `element`, `trigger`, `watch` are Gradio's.
element.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.classList.contains("cite")) {
    trigger("select", { ...button.dataset });
    const panel = document.getElementById("panel");
    if (panel && window.innerWidth < 900) panel.scrollIntoView({ behavior: "smooth", block: "start" });
  } else if (button.classList.contains("example")) {
    document.dispatchEvent(new CustomEvent("asked", { detail: button.dataset.question }));
    trigger("example_select", { question: button.dataset.question });
  } else if (button.classList.contains("change")) {
    const box = document.querySelector("#question textarea");
    box.value = button.dataset.question;
    box.dispatchEvent(new Event("input", { bubbles: true })); // so that Gradio knows of it
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  } else if (button.classList.contains("copy")) {
    const told = button.parentElement.querySelector(".copied");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      told.textContent = "Copied";
    } catch {
      told.textContent = "Your browser did not allow copying";
    }
  }
});

// A new question or answer comes into view by itself, and the paragraph on the picture of its page.
watch("value", () => {
  element.querySelectorAll(".page-view").forEach(showPage);
  const turns = element.querySelectorAll(".turn");
  if (turns.length) turns[turns.length - 1].scrollIntoView({ behavior: "smooth", block: "start" });
});
