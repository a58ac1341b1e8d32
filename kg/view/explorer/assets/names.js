// Names of nodes, painted at one size on screen, never one over another and never over a node.

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";
const LABEL = { line: 14, small: 12, hub: 13, hubSize: 17, width: 19 };
const CELL = 64; // pixels: boxes are looked up by the cells of a grid that they lie in

/** Boxes ({ key, left, right, top, bottom }) that others are held against. */
class Boxes {
  constructor() { this.cells = new Map(); }

  *cellsOf({ left, right, top, bottom }) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 100003 + y;
    }
  }

  add(box) {
    for (const cell of this.cellsOf(box)) {
      if (this.cells.has(cell)) this.cells.get(cell).push(box);
      else this.cells.set(cell, [box]);
    }
  }

  /** Whether a box lies over one of these that is not its own. */
  hits(box, key) {
    for (const cell of this.cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        if (other.key !== key && box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return true;
      }
    }
    return false;
  }
}

/** Paint the names that have room, the most urgent first; returns them as { key, lines, font, … } with their boxes. */
function paintNames(drawing, context) {
  const { canvas } = context;
  const density = canvas.width / canvas.clientWidth;
  const nodes = nodesOnScreen(drawing, canvas);
  const taken = { bodies: new Boxes(), names: new Boxes(), corner: new Boxes() };
  for (const { key, x, y, radius: r } of nodes) taken.bodies.add({ key, left: x - r, right: x + r, top: y - r, bottom: y + r });
  taken.bodies.add(statusBox());
  taken.corner.add(statusBox());
  nodes.sort((a, b) => urgency(drawing, b) - urgency(drawing, a) || (a.key < b.key ? -1 : 1));
  context.save();
  context.setTransform(density, 0, 0, density, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const painted = [];
  for (const node of nodes) {
    const name = placeName(drawing, context, node, taken, canvas);
    if (!name) continue;
    taken.names.add(name);
    painted.push(name);
    paintName(drawing, context, name);
  }
  context.restore();
  return painted;
}

/** The nodes whose middle can be seen, with their place and radius in pixels of the screen. */
function nodesOnScreen(drawing, { clientWidth, clientHeight }) {
  const scale = drawing.network.getScale();
  const places = drawing.network.getPositions(); // a node that is being dragged is not where it was put
  const found = [];
  for (const node of drawing.shown.values()) {
    if (!places[node.key]) continue;
    const { x, y } = drawing.network.canvasToDOM(places[node.key]);
    if (x > -40 && y > -40 && x < clientWidth + 40 && y < clientHeight + 40) found.push({ ...node, x, y, radius: node.size * scale });
  }
  return found;
}

/** The corner where the page says how much is drawn. */
function statusBox() {
  const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = byId("status");
  return { key: null, left, top, right: left + width, bottom: top + height };
}

function urgency(drawing, { key, size }) {
  return (drawing.selected.has(key) ? 1000 : 0) + (key === drawing.hovered ? 500 : 0) + (drawing.near?.has(key) ? 100 : 0) + size;
}

function placeName(drawing, context, node, taken, canvas) {
  const chosen = drawing.selected.has(node.key);
  const hub = node.size >= LABEL.hubSize;
  const size = (hub ? LABEL.hub : LABEL.small) * drawing.lettering;
  const weight = chosen || hub ? 600 : 400;
  const line = LABEL.line * drawing.lettering;
  context.font = `${weight} ${size}px ${FONT}`;
  const width = Math.max(...node.lines.map((words) => context.measureText(words).width)) + 4;
  const height = node.lines.length * line;
  // A hub has to have its name, if need be over small nodes beside it.
  const box = freeBox(node, width, height, [taken.bodies, taken.names], canvas)
    ?? (chosen || hub ? freeBox(node, width, height, [taken.corner, taken.names], canvas) : null);
  if (!box) return null;
  const dim = drawing.stateOf(node.key) === "dim";
  const colour = node.kind.name === "paper" && !chosen ? drawing.theme.quiet : drawing.theme.ink;
  return { key: node.key, ...box, lines: node.lines, line, size, weight, colour, opacity: dim ? 0.5 : 1 };
}

function paintName(drawing, context, { left, right, top, lines, line, size, weight, colour, opacity }) {
  context.font = `${weight} ${size}px ${FONT}`;
  context.globalAlpha = opacity;
  context.strokeStyle = drawing.theme.ground;
  context.lineWidth = 3.5;
  context.fillStyle = colour;
  lines.forEach((words, number) => {
    const y = top + line * (number + 0.5);
    context.strokeText(words, (left + right) / 2, y);
    context.fillText(words, (left + right) / 2, y);
  });
}

/** A place for a name under, over or beside its node that is inside the canvas and covers nothing `taken`, or null. */
function freeBox({ key, x, y, radius }, width, height, taken, canvas) {
  const gap = radius + 3;
  const centres = [[x, y + gap + height / 2], [x, y - gap - height / 2], [x + gap + width / 2, y], [x - gap - width / 2, y]];
  for (const [middle, level] of centres) {
    const box = { left: middle - width / 2, right: middle + width / 2, top: level - height / 2, bottom: level + height / 2 };
    const outside = box.left < 0 || box.top < 0 || box.right > canvas.clientWidth || box.bottom > canvas.clientHeight;
    if (!outside && !taken.some((boxes) => boxes.hits(box, key))) return box;
  }
  return null;
}

/** A name in at most two lines; a paper goes by what stands before the colon of its title. */
function labelLines({ label, kind }) {
  const colon = label.indexOf(":");
  const name = kind.name === "paper" && colon > 1 && colon < 32 ? label.slice(0, colon) : label;
  const words = shorten(name.replace(/\s+/g, " "), 2 * LABEL.width).split(" ");
  const lines = [""];
  for (const word of words) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (longer.length <= LABEL.width || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.length <= 2 ? lines : [lines[0], shorten(lines.slice(1).join(" "), LABEL.width + 3)];
}
