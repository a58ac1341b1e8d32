// The marks of drawings: a click goes to their evidence, arrow keys go from one to the next.

/** Bring the marks of a drawing to life. */
function startMarks(drawing, figure) {
  const marks = [...drawing.querySelectorAll(".mark")].sort((a, b) => a.dataset.mark - b.dataset.mark);
  const reach = (mark) => {
    for (const other of marks) other.setAttribute("tabindex", other === mark ? "0" : "-1");
    mark.focus();
  };
  drawing.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab is the browser's to open
    event.preventDefault();
    reach(mark);
    go({ ...CLOSED, figure, mark: data.figures[figure][mark.dataset.mark].key });
  });
  drawing.addEventListener("keydown", (event) => {
    const mark = event.target.closest(".mark");
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = event.key === "Home" ? marks[0] : event.key === "End" ? marks.at(-1) : nearest(mark, marks, event.key);
    if (!next) return;
    event.preventDefault();
    reach(next);
  });
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The mark that lies nearest in the direction of an arrow key; bars are a list, where it is the next or the last. */
function nearest(from, marks, key) {
  if (!(key in WAYS)) return null;
  const [x, y] = WAYS[key];
  const beside = marks[marks.indexOf(from) + x + y] ?? null;
  if (from.querySelector(".reach")) return beside;
  const centre = (mark) => {
    const { left, right, top, bottom } = mark.querySelector("path").getBoundingClientRect();
    return [(left + right) / 2, (top + bottom) / 2];
  };
  const [fromX, fromY] = centre(from);
  let best = null;
  let least = Infinity;
  for (const mark of marks) {
    if (mark === from) continue;
    const [toX, toY] = centre(mark);
    const ahead = (toX - fromX) * x + (toY - fromY) * y;
    const aside = Math.abs((toX - fromX) * y) + Math.abs((toY - fromY) * x);
    if (ahead <= 1 || aside > 3 * ahead) continue;
    if (ahead + 2 * aside < least) [best, least] = [mark, ahead + 2 * aside];
  }
  return best ?? beside;
}
