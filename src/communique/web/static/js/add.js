// Files are dropped anywhere on their card; a job tells how far it is.
const card = document.querySelector("[data-drop]");
if (card) {
  const input = card.querySelector("input[type=file]");
  const list = card.querySelector(".chosen");
  const show = () => {
    list.replaceChildren(...[...input.files].map((file) => Object.assign(document.createElement("li"), { textContent: file.name })));
  };
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) {
    card.addEventListener(kind, (event) => {
      event.preventDefault();
      card.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) card.addEventListener(kind, () => card.classList.remove("over"));
  card.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    show();
  });
}
const told = document.querySelector("[data-events]");
if (told) {
  const source = new EventSource(told.dataset.events);
  source.addEventListener("progress", (event) => {
    told.querySelector("output").textContent = event.data;
    const bar = document.querySelector("progress");
    if (bar.hasAttribute("max") && bar.hasAttribute("value")) bar.value = Number(event.data);
  });
  source.addEventListener("rest", () => {
    source.close();
    location.reload();
  });
  window.addEventListener("pagehide", () => source.close());
}
