// The drawing: vis-network paints nodes and lines; names are painted here, at one size on screen and never over another.

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";
const LABEL = { line: 14, small: 12, hub: 13, hubSize: 17, width: 19 };
const SMALLEST_SCALE = 0.5;

class Drawing {
  /** `look(key)` gives { kind, label, size } of a node; `handlers` are called with keys. */
  constructor(options, look, handlers) {
    this.look = look;
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.shown = new Map(); // what stands on the canvas: key -> { key, x, y, kind, lines, size, rank }
    this.styles = new Map();
    this.selected = new Set();
    this.near = null; // keys that stay bright while something is selected
    this.hovered = null;
    this.labels = []; // boxes of the names painted last, in pixels of the screen
    this.stage = byId("drawing");
    this.readTheme();
    this.network = new vis.Network(this.stage, { nodes: this.nodes, edges: this.edges }, options);
    this.stage.querySelector(".vis-network").tabIndex = -1; // it would come first in the page's tab order, and has no keys
    this.network.on("afterDrawing", (context) => this.paintLabels(context));
    this.listen(handlers);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.readTheme(); this.restyle(); });
  }

  listen({ node, edge, nothing, open }) {
    this.network.on("click", ({ nodes, edges }) => {
      if (nodes.length) node(nodes[0]);
      else if (edges.length) edge(this.edges.get(edges[0]).from, this.edges.get(edges[0]).to);
      else nothing();
    });
    this.network.on("doubleClick", ({ nodes }) => { if (nodes.length) open(nodes[0]); });
    this.network.on("dragEnd", ({ nodes }) => {
      for (const [key, place] of Object.entries(this.network.getPositions(nodes))) Object.assign(this.shown.get(key) ?? {}, place);
    });
    const hover = (key) => { this.hovered = key; this.network.redraw(); };
    this.network.on("hoverNode", (event) => { hover(event.node); showTip(event.event, [this.look(event.node).label]); });
    this.network.on("blurNode", () => { hover(null); hideTip(); });
    this.network.on("hoverEdge", (event) => { showTip(event.event, [this.edges.get(event.edge).reads]); });
    this.network.on("blurEdge", hideTip);
    this.network.on("dragStart", hideTip);
    this.network.on("zoom", hideTip);
  }

  readTheme() {
    // A property as such still says light-dark(…): a colour that uses it says which of the two.
    const probe = make("span", { hidden: true });
    document.body.append(probe);
    const read = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
    this.theme = { ink: read("--ink"), quiet: read("--quiet"), ground: read("--ground"), line: read("--line"), strong: read("--line-strong"), accent: read("--accent"), edge: read("--node-edge") };
    probe.remove();
  }

  /** Draw these nodes (Map key -> { x, y }) and lines ({ from, to, relation, reads }); what is gone leaves. */
  draw(places, lines) {
    const gone = this.nodes.getIds().filter((key) => !places.has(key));
    this.nodes.remove(gone);
    for (const key of gone) this.shown.delete(key);
    for (const [key, { x, y }] of places) {
      const look = this.look(key);
      this.shown.set(key, { key, x, y, ...look, lines: labelLines(look) });
    }
    this.lines = lines;
    this.edges.clear();
    this.restyle();
  }

  restyle() {
    this.nodes.update([...this.shown.values()].map((node) => this.nodeStyle(node)));
    this.edges.update(this.lines.map((line) => this.edgeStyle(line)));
  }

  nodeStyle({ key, x, y, kind, size }) {
    const chosen = this.selected.has(key);
    const dim = this.near && !this.near.has(key);
    const fill = kind.colour ?? this.theme.quiet;
    const border = chosen ? this.theme.ink : this.theme.edge;
    const colour = { background: fill, border };
    const style = { id: key, x, y, size, shape: kind.shape ?? "dot", opacity: dim ? 0.35 : 1, borderWidth: chosen ? 3 : 1.5,
      color: { ...colour, highlight: { ...colour, border: this.theme.ink }, hover: { ...colour, border: this.theme.ink } } };
    this.styles.set(key, style);
    // vis-network keeps the first renderer of a node: it has to ask for the style of the day.
    if (kind.shape === "custom") style.ctxRenderer = (given) => drawCustom(given, kind.name, this.styles.get(key));
    return style;
  }

  edgeStyle({ from, to, relation, reads }) {
    const chosen = this.selected.has(`${from}\n${to}`);
    const touched = this.near && [from, to].some((key) => this.selected.has(key));
    const dim = this.near && !touched && !chosen;
    const strong = chosen || touched;
    const colour = strong ? this.theme.accent : (relation.strength ?? 1) >= 3 ? this.theme.strong : this.theme.line;
    return { id: `${from}\n${to}`, from, to, reads, dashes: relation.dashes?.length ? relation.dashes : false,
      width: chosen ? 3 : strong ? 1.8 : (relation.strength ?? 1) >= 3 ? 1.3 : 0.9,
      color: { color: colour, hover: this.theme.accent, highlight: this.theme.accent, opacity: dim ? 0.4 : 1 } };
  }

  /** Mark a node or a line (`ids`) and let all that is not `near` step back. */
  select(ids, near) {
    this.selected = new Set(ids);
    this.near = near;
    this.restyle();
  }

  /** Names grow a little on wide screens, which are read from farther away. */
  get lettering() { return Math.min(1.3, Math.max(1, this.stage.clientWidth / 1400)); }

  /** Show everything, but never so small that shapes are lost: then `hub` is in the middle. */
  fit(hub) {
    this.network.fit({ animation: false });
    const scale = this.network.getScale() * 0.94;
    const place = this.shown.get(hub);
    if (scale >= SMALLEST_SCALE || !place) this.network.moveTo({ scale: Math.min(scale, 1.6) });
    else this.network.moveTo({ scale: SMALLEST_SCALE, position: { x: place.x, y: place.y } });
  }

  /** Bring a node into view if it is not. */
  reveal(key) {
    const place = this.shown.get(key);
    if (!place) return;
    const { x, y } = this.network.canvasToDOM(place);
    const { clientWidth, clientHeight } = this.stage;
    if (x > 40 && y > 40 && x < clientWidth - 40 && y < clientHeight - 40) return;
    this.network.moveTo({ position: { x: place.x, y: place.y } });
  }

  paintLabels(context) {
    const canvas = context.canvas;
    const density = canvas.width / canvas.clientWidth;
    const scale = this.network.getScale();
    const places = this.network.getPositions(); // a node that is being dragged is not where it was put
    const nodes = [...this.shown.values()].filter(({ key }) => places[key]).map((node) => {
      const { x, y } = this.network.canvasToDOM(places[node.key]);
      return { ...node, x, y, radius: node.size * scale };
    });
    nodes.sort((a, b) => this.urgency(b) - this.urgency(a) || (a.key < b.key ? -1 : 1));
    context.save();
    context.setTransform(density, 0, 0, density, 0, 0);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const bodies = nodes.map(({ key, x, y, radius: r }) => ({ key, left: x - r, right: x + r, top: y - r, bottom: y + r }));
    bodies.push(this.statusBox());
    this.labels = [];
    for (const node of nodes) this.paintLabel(context, node, bodies, canvas);
    context.restore();
  }

  /** The corner where the page says how much is drawn. */
  statusBox() {
    const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = byId("status");
    return { key: null, left, top, right: left + width, bottom: top + height };
  }

  urgency({ key, size }) {
    return (this.selected.has(key) ? 1000 : 0) + (key === this.hovered ? 500 : 0) + (this.near?.has(key) ? 100 : 0) + size;
  }

  paintLabel(context, node, bodies, canvas) {
    const dim = this.near && !this.near.has(node.key);
    const chosen = this.selected.has(node.key);
    const hub = node.size >= LABEL.hubSize;
    const paper = node.kind.name === "paper";
    const line = LABEL.line * this.lettering;
    context.font = `${chosen || hub ? 600 : 400} ${(hub ? LABEL.hub : LABEL.small) * this.lettering}px ${FONT}`;
    const width = Math.max(...node.lines.map((words) => context.measureText(words).width)) + 4;
    const height = node.lines.length * line;
    let box = freeBox(node, width, height, bodies, this.labels, canvas);
    // A hub has to have its name, if need be over small nodes beside it.
    if (!box && (chosen || hub)) box = freeBox(node, width, height, [this.statusBox()], this.labels, canvas);
    if (!box) return;
    this.labels.push({ key: node.key, ...box });
    context.globalAlpha = dim ? 0.5 : 1;
    context.strokeStyle = this.theme.ground;
    context.lineWidth = 3.5;
    context.fillStyle = paper && !chosen ? this.theme.quiet : this.theme.ink;
    node.lines.forEach((words, number) => {
      const y = box.top + line * (number + 0.5);
      context.strokeText(words, (box.left + box.right) / 2, y);
      context.fillText(words, (box.left + box.right) / 2, y);
    });
  }
}

/** A place for a name under, over or beside its node that covers no other name and no other node, or null. */
function freeBox({ key, x, y, radius }, width, height, bodies, labels, canvas) {
  const gap = radius + 3;
  const centres = [[x, y + gap + height / 2], [x, y - gap - height / 2], [x + gap + width / 2, y], [x - gap - width / 2, y]];
  for (const [middle, level] of centres) {
    const box = { left: middle - width / 2, right: middle + width / 2, top: level - height / 2, bottom: level + height / 2 };
    const outside = box.left < 0 || box.top < 0 || box.right > canvas.clientWidth || box.bottom > canvas.clientHeight;
    const hits = (other) => other.key !== key && box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
    if (!outside && !labels.some(hits) && !bodies.some(hits)) return box;
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

/** Papers are sheets with a folded corner, results are rings. */
function drawCustom({ ctx, x, y, state }, kind, { size, color, opacity, borderWidth }) {
  const [w, h] = kind === "paper" ? [size * 0.75, size] : [size * 0.8, size * 0.8];
  const drawNode = () => {
    ctx.save();
    ctx.globalAlpha = opacity;
    ctx.fillStyle = color.background;
    ctx.strokeStyle = color.border;
    ctx.lineWidth = state.selected || state.hover ? 3 : borderWidth;
    ctx.beginPath();
    if (kind === "paper") {
      const fold = w * 0.7;
      ctx.moveTo(x - w, y - h);
      ctx.lineTo(x + w - fold, y - h);
      ctx.lineTo(x + w, y - h + fold);
      ctx.lineTo(x + w, y + h);
      ctx.lineTo(x - w, y + h);
      ctx.closePath();
    } else {
      ctx.arc(x, y, w, 0, 2 * Math.PI);
      ctx.lineWidth = 2.5;
      ctx.strokeStyle = "#7a828d";
    }
    ctx.fill();
    ctx.stroke();
    ctx.restore();
  };
  return { drawNode, nodeDimensions: { width: 2 * w, height: 2 * h } };
}

function showTip(event, lines) {
  const tip = byId("tip");
  tip.replaceChildren(...lines.map((line) => make("div", { dir: "auto" }, shorten(line, 200))));
  tip.hidden = false;
  const stage = byId("stage").getBoundingClientRect();
  const left = Math.min(event.clientX - stage.left + 14, stage.width - tip.offsetWidth - 8);
  const top = Math.min(event.clientY - stage.top + 16, stage.height - tip.offsetHeight - 8);
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}

function hideTip() { byId("tip").hidden = true; }
