// The drawing: vis-network paints nodes and lines; names.js puts their names on it.

const SMALLEST_SCALE = 0.5;
const LARGEST_SCALE = 1.6;
const MARGIN = { side: 48, over: 20, under: 42 }; // pixels round the outermost nodes, for their names
const lineId = ({ from, to }) => `${from}\n${to}`;

class Drawing {
  /** `look(key)` gives { kind, label, size } of a node; `handlers` are called with keys. */
  constructor(options, look, handlers) {
    this.look = look;
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.shown = new Map(); // what stands on the canvas: key -> { key, x, y, kind, lines, size, rank }
    this.styles = new Map();
    this.states = new Map(); // what each node and line was last painted as, so that only what changes is told anew
    this.selected = new Set();
    this.near = null; // keys that stay bright while something is selected
    this.hovered = null;
    this.labels = []; // boxes of the names painted last, in pixels of the screen
    this.stage = byId("drawing");
    this.readTheme();
    this.network = new vis.Network(this.stage, { nodes: this.nodes, edges: this.edges }, options);
    this.stage.querySelector(".vis-network").tabIndex = -1; // it would come first in the page's tab order, and has no keys
    this.network.on("afterDrawing", (context) => { this.labels = paintNames(this, context); });
    this.listen(handlers);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
  }

  /** Paint all anew, as after a change of the colours. */
  repaint() {
    this.readTheme();
    this.states.clear();
    this.restyle();
  }

  listen({ node, edge, nothing, open, connect }) {
    this.network.on("click", ({ nodes, edges, event }) => {
      const { shiftKey, ctrlKey, metaKey } = event.srcEvent ?? {};
      if (nodes.length && (shiftKey || ctrlKey || metaKey)) connect(nodes[0]);
      else if (nodes.length) node(nodes[0]);
      else if (edges.length) {
        const { from, to, relation } = this.lines.find((line) => lineId(line) === edges[0]);
        edge(from, to, relation);
      }
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
    this.states.clear();
    this.restyle();
  }

  restyle() {
    this.nodes.update([...this.shown.values()].filter((node) => this.changes(node.key, this.stateOf(node.key))).map((node) => this.nodeStyle(node)));
    this.edges.update(this.lines.filter((line) => this.changes(lineId(line), this.lineState(line))).map((line) => this.edgeStyle(line)));
  }

  changes(id, state) {
    const before = this.states.get(id);
    this.states.set(id, state);
    return before !== state;
  }

  /** "chosen", "dim" or "plain", of a node. */
  stateOf(key) {
    if (this.selected.has(key)) return "chosen";
    return this.near && !this.near.has(key) ? "dim" : "plain";
  }

  /** "chosen", "touched" (it leads from what is chosen to what is near), "dim" or "plain", of a line. */
  lineState(line) {
    if (this.selected.has(lineId(line))) return "chosen";
    if (!this.near) return "plain";
    const inside = this.near.has(line.from) && this.near.has(line.to);
    return inside && (this.selected.has(line.from) || this.selected.has(line.to)) ? "touched" : "dim";
  }

  nodeStyle({ key, x, y, kind, size }) {
    const state = this.stateOf(key);
    const chosen = state === "chosen";
    const dim = state === "dim";
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

  edgeStyle(line) {
    const { from, to, relation, reads } = line;
    const { colour, width, opacity } = this.lineLook(line);
    return { id: lineId(line), from, to, reads, arrows: { to: { enabled: relation.name !== "together" } }, dashes: relation.dashes?.length ? relation.dashes : false, width,
      color: { color: colour, hover: this.theme.accent, highlight: this.theme.accent, opacity } };
  }

  lineLook(line) {
    const state = this.lineState(line);
    const strong = (line.relation.strength ?? 1) >= 3;
    if (state === "chosen" || state === "touched") return { colour: this.theme.accent, width: state === "chosen" ? 3 : 1.8, opacity: 1 };
    return { colour: strong ? this.theme.strong : this.theme.line, width: strong ? 1.3 : 0.9, opacity: state === "dim" ? 0.4 : 1 };
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
    const { left, right, top, bottom } = this.extent();
    const { clientWidth, clientHeight } = this.stage;
    const scale = Math.min((clientWidth - 2 * MARGIN.side) / Math.max(1, right - left), (clientHeight - MARGIN.over - MARGIN.under) / Math.max(1, bottom - top), LARGEST_SCALE);
    const place = this.shown.get(hub);
    if (scale >= SMALLEST_SCALE || !place) {
      const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (MARGIN.under - MARGIN.over) / 2 / scale };
      this.network.moveTo({ scale, position });
    } else this.network.moveTo({ scale: SMALLEST_SCALE, position: { x: place.x, y: place.y } });
  }

  /** How far the nodes that are shown reach. */
  extent() {
    const reach = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const { x, y, size } of this.shown.values()) {
      reach.left = Math.min(reach.left, x - size);
      reach.right = Math.max(reach.right, x + size);
      reach.top = Math.min(reach.top, y - size);
      reach.bottom = Math.max(reach.bottom, y + size);
    }
    return this.shown.size ? reach : { left: 0, right: 0, top: 0, bottom: 0 };
  }

  /** Show all of these nodes, and go no nearer than need be. */
  showAll(keys) {
    const shown = keys.filter((key) => this.shown.has(key));
    if (!shown.length) return;
    this.network.fit({ nodes: shown, animation: false, maxZoomLevel: 1.2 });
    this.network.moveTo({ scale: this.network.getScale() * 0.85 });
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
