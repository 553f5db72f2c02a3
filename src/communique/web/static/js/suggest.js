// Suggestions under a search field: a combobox with a list box, as the ARIA practices describe it.
const WAIT = 120;
let count = 0;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.id = `suggested-${count++}`;
  list.className = "suggested";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  const holder = document.createElement("span");
  holder.className = "suggesting";
  input.before(holder);
  holder.append(input, list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]])
    input.setAttribute(name, value);

  let at = -1;
  let timer = 0;
  let asked = "";

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    const options = [...list.children];
    at = (next + options.length + 1) % (options.length + 1);
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < options.length) {
      input.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    } else {
      at = -1;
      input.removeAttribute("aria-activedescendant");
    }
  };
  const choose = (option) => {
    input.value = option.dataset.text;
    close();
    input.form.requestSubmit();
  };
  const show = (found) => {
    list.replaceChildren(...found.map((each, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.dataset.text = each.text;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const note = document.createElement("span");
      note.className = "soft";
      note.textContent = ` ${each.note}`;
      option.append(each.text, note);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
    input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    asked = input.value.trim();
    if (asked.length < 2) return close();
    const now = asked;
    const answer = await fetch(`/search/suggestions.json?q=${encodeURIComponent(now.slice(0, 100))}`);
    if (answer.ok && now === asked && document.activeElement === input) show(await answer.json());
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); asked = ""; close(); return; }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(list.children[at]); return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (list.hidden) { if (event.key === "ArrowDown") ask(); return; }
    event.preventDefault();
    mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? list.children.length - 1 : at - 1);
  });
}
