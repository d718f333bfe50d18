// Tells when a session is over, so that what was typed is not lost. Runs once; `element` is Gradio's.
const plain = window.fetch;
window.fetch = async (...asked) => {
  const response = await plain(...asked);
  const over = element.querySelector(".over");
  if (over) over.hidden = response.status !== 401;
  return response;
};
