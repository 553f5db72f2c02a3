// The board: its slider, and its cells by keyboard.
{
  // The slider writes its day into the date field, which is what the form sends.
  const form = document.querySelector(".board-form");
  if (form) {
    const slide = form.querySelector("input[type=range]");
    const field = form.elements["as-of"];
    const first = Date.parse(slide.dataset.first);
    const DAY = 86400000;
    const iso = (days) => new Date(first + days * DAY).toISOString().slice(0, 10);
    const place = (day) => {
      field.value = day;
      slide.value = String(Math.round((Date.parse(day) - first) / DAY));
      slide.setAttribute("aria-valuetext", day);
    };
    slide.closest("label").hidden = false;
    slide.addEventListener("input", () => {
      field.value = iso(Number(slide.value));
      slide.setAttribute("aria-valuetext", field.value);
    });
    document.body.addEventListener("htmx:afterSettle", () => {
      const board = document.getElementById("board");
      if (board) place(board.dataset.day);
    });
  }
  // In the matrix the arrow keys move from cell to cell; one cell is in the order of tabs.
  const cells = (grid) => [...grid.querySelectorAll("tbody tr")].map((row) => [...row.children]);
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const only = (grid, kept) => {
    for (const each of grid.querySelectorAll("a.cell")) each.tabIndex = each === kept ? 0 : -1;
  };
  const fit = () => {
    for (const grid of document.querySelectorAll("[data-grid]")) only(grid, grid.querySelector("a.cell"));
  };
  document.addEventListener("keydown", (event) => {
    const here = event.target.closest("[data-grid] a.cell");
    if (!here || !steps[event.key]) return;
    event.preventDefault();
    const grid = here.closest("[data-grid]");
    const table = cells(grid);
    let row = table.findIndex((each) => each.includes(here.parentElement));
    let column = table[row].indexOf(here.parentElement);
    const [down, across] = steps[event.key];
    let next = null;
    do {
      row += down;
      column += across;
      next = table[row]?.[column]?.querySelector("a");
    } while (table[row]?.[column] && !next);
    if (!next) return;
    if (next.matches(".cell")) only(grid, next);
    next.focus();
  });
  document.body.addEventListener("htmx:afterSettle", fit);
  fit();
}
