// Files can be dropped on their form; what is too much is said before it is sent.
(() => {
  "use strict";
  const form = document.getElementById("drop");
  if (!form) return;
  const input = form.elements.files;
  const wrong = document.getElementById("files-wrong");
  form.querySelector(".dropping").hidden = false;
  const check = () => {
    const files = [...input.files];
    const size = files.reduce((sum, file) => sum + file.size, 0);
    // The parts of a request come with some bytes of their own.
    const large = size + 1024 * files.length > Number(form.dataset.limit);
    const many = files.length > Number(form.dataset.most);
    wrong.textContent = large ? form.dataset.large : many ? form.dataset.many : "";
    return !large && !many;
  };
  input.addEventListener("change", check);
  form.addEventListener("submit", (event) => { if (!check()) event.preventDefault(); });
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    if (check()) form.requestSubmit();
  });
})();
