// The matrix by arrow keys, with one stop for Tab. Its cells are links, so without this each is reached with Tab.
const table = document.getElementById("matrix");

if (table) {
  const rows = () => [...table.rows].map((row) => [...row.cells].map((cell) => cell.querySelector("a")));
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  document.getElementById("matrix-keys").hidden = false;

  const links = [...table.querySelectorAll("a")];
  let stop = table.tBodies[0]?.querySelector("td a") ?? links[0];
  for (const link of links) link.tabIndex = link === stop ? 0 : -1;
  table.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (!link || link === stop) return;
    if (stop) stop.tabIndex = -1;
    link.tabIndex = 0;
    stop = link;
  });

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("th, td");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const grid = rows();
    let [down, across] = [cell.parentElement.rowIndex, cell.cellIndex];
    if (event.key in step) {
      down += step[event.key][0];
      across += step[event.key][1];
    } else if (event.key === "Home") across = 0;
    else if (event.key === "End") across = grid[down].length - 1;
    else return;
    event.preventDefault();
    const next = grid[down]?.[across];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}
