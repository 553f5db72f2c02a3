// The menu is a disclosure on narrow screens and always open on wide ones.
const menu = document.querySelector("details.menu");
if (menu) {
  const wide = window.matchMedia("(min-width: 60rem)");
  const fit = () => menu.toggleAttribute("open", wide.matches);
  wide.addEventListener("change", fit);
  fit();
}
// A slash goes to the search, as on other sites, unless something is being written.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  document.getElementById("find").focus();
});
// What a form leaves blank does not come into the address.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("form[data-tidy]")) return;
  for (const [name, value] of Object.entries(event.detail.parameters)) {
    if (value === "") delete event.detail.parameters[name];
  }
});
