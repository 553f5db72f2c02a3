// What is marked tells of its entries: beside the text where there is room, in a card at the words otherwise.
const card = document.getElementById("about-card");
const wide = window.matchMedia("(min-width: 60rem)");
let shown = null;

const abouts = (mark) =>
  mark.dataset.about.trim().split(" ").map((id) => document.getElementById(`about-${id}`)).filter(Boolean);

function light(mark, on) {
  for (const about of abouts(mark)) {
    about.classList.toggle("lit", on);
    if (on && wide.matches) about.scrollIntoView({ block: "nearest" });
  }
}

function hide() {
  if (shown && card.matches(":popover-open")) card.hidePopover();
  shown = null;
}

function show(mark) {
  if (shown === mark) return;
  hide();
  const list = document.createElement("ul");
  for (const about of abouts(mark)) {
    const copy = about.cloneNode(true);
    copy.removeAttribute("id");
    copy.classList.remove("lit");
    list.append(copy);
  }
  card.replaceChildren(list);
  card.showPopover();
  const box = [...mark.getClientRects()].at(-1);
  const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 8);
  card.style.left = `${Math.max(8, left) + scrollX}px`;
  card.style.top = `${box.bottom + scrollY + 4}px`;
  shown = mark;
}

for (const mark of document.querySelectorAll("article .evidence")) {
  mark.addEventListener("mouseenter", () => { light(mark, true); if (!wide.matches) show(mark); });
  mark.addEventListener("mouseleave", () => light(mark, false));
  mark.addEventListener("focus", () => { light(mark, true); if (mark.matches(":focus-visible")) show(mark); });
  mark.addEventListener("blur", () => light(mark, false));
  mark.addEventListener("click", (event) => {
    if (!event.detail) return; // by keyboard it goes to the entry beside the text
    event.preventDefault();
    show(mark);
  });
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
document.addEventListener("click", (event) => {
  if (!event.target.closest("#about-card, article .evidence")) hide();
});
