// The page: what is drawn and what is chosen stand in the address (#around=…&open=…&node=… or &edge=…), so that the
// browser's back and forward work and what is seen can be linked.

const NEIGHBOURS = 36; // drawn round a node that is brought to the centre
const SECOND_RING = 16;
const SMALL_RING = 8; // fewer neighbours than these make no picture: theirs are drawn too
const OPENED = 24; // brought in by a double click

const options = parsed("options");
const startNode = new Map(start.nodes.map((node) => [node.id, node]));
const relationByName = new Map(relations.map((relation) => [relation.name, relation]));
const hidden = new Set(["result"]);
let store = null;
let panel = null;
let state = { around: null, open: [], node: null, edge: null };
let drawn = { around: null, open: [], places: null };

function look(key) {
  const known = store?.number.get(key);
  if (known === undefined) {
    const node = startNode.get(key);
    return { kind: kinds[kindNumber.get(node.group)], label: String(node.label), size: node.size };
  }
  const kind = store.kind(known);
  const size = ["paper", "result"].includes(kind.name) ? 9 : Math.min(30, 8 + Math.round(2 * Math.sqrt(store.degree(known))));
  return { kind, label: store.label(known), size };
}

const drawing = new Drawing(options, look, {
  node: (key) => go({ ...state, node: key, edge: null }),
  edge: (from, to) => go({ ...state, node: null, edge: [from, to] }),
  nothing: () => go({ ...state, node: null, edge: null }),
  open: (key) => openNode(key),
});

const aspect = () => drawing.stage.clientWidth / Math.max(1, drawing.stage.clientHeight);
const isShown = (key) => key === state.node || key === state.around || !hidden.has(look(key).kind.name);
const keyOf = (node) => store.nodes.key[node];
const hub = (places) => [...places.keys()].reduce((best, key) => (best !== null && look(best).size >= look(key).size ? best : key), null);

/** The first picture; on a screen that is higher than wide it is turned on its side. */
function startPlaces() {
  const places = new Map(start.nodes.map(({ id, x, y }) => [id, { x, y }]));
  if (aspect() >= 0.85) return places;
  for (const place of places.values()) [place.x, place.y] = [place.y * 0.9, place.x * 0.9];
  pushApart(places, new Set());
  return places;
}

/** The neighbours of a node worth drawing, of kinds that are shown; `missing` leaves out those that are there. */
function drawable(node, limit, missing = () => true) {
  return store.neighbours(node).map((tie) => keyOf(tie.node)).filter((key) => isShown(key) && missing(key)).slice(0, limit);
}

/** Nodes tied to several of the first ring, or introduced by one of its papers; behind a small ring, all its ties. */
function secondRing(centre, ring) {
  const pull = new Map();
  const inside = new Set([centre, ...ring]);
  for (const key of ring) {
    for (const tie of store.neighbours(store.number.get(key))) {
      const other = keyOf(tie.node);
      if (!tie.major || inside.has(other) || !isShown(other) || store.kind(tie.node).name === "metric") continue;
      const introduced = tie.rows.some((row) => store.relation(row).name === "introduces");
      pull.set(other, (pull.get(other) ?? 0) + (introduced ? 2 : 1));
    }
  }
  const least = ring.length < SMALL_RING ? 1 : 2;
  const ranked = [...pull].filter(([, value]) => value >= least).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return ranked.slice(0, SECOND_RING).map(([key]) => key);
}

function placesAround(key) {
  const node = store.number.get(key);
  const byKind = (a, b) => kindNumber.get(look(a).kind.name) - kindNumber.get(look(b).kind.name);
  const ring = drawable(node, NEIGHBOURS).sort(byKind);
  const second = secondRing(key, ring);
  return arrangeAround(key, [ring, second], pairsAmong([key, ...ring, ...second], [key]), aspect());
}

/** Ties worth a line among `keys`: major ones, and all of those in `dwelt`, as [from, to, row]. */
function pairsAmong(keys, dwelt) {
  const inside = new Set(keys);
  const all = new Set(dwelt);
  const pairs = [];
  for (const key of keys) {
    for (const tie of store.neighbours(store.number.get(key))) {
      const other = keyOf(tie.node);
      if (!inside.has(other) || !(tie.major || all.has(key) || all.has(other))) continue;
      const row = store.between(store.number.get(key), tie.node)[0];
      if (keyOf(store.edges.from[row]) === key) pairs.push([key, other, row]);
    }
  }
  return pairs;
}

const line = (from, to, relation) => ({ from, to, relation, reads: relation.reads ?? relation.name });

function linesAmong(places) {
  const keys = [...places.keys()];
  const lines = new Map();
  if (drawn.around === null) {
    for (const { from, to, relation } of start.edges) {
      if (places.has(from) && places.has(to)) lines.set(`${from}\n${to}`, line(from, to, relationByName.get(relation)));
    }
  }
  if (store && (drawn.around !== null || drawn.open.length || keys.some((key) => !startNode.has(key)))) {
    const dwelt = [drawn.around, ...drawn.open].filter(Boolean);
    for (const [from, to, row] of pairsAmong(keys, dwelt)) lines.set(`${from}\n${to}`, line(from, to, store.relation(row)));
  }
  return [...lines.values()];
}

/** Put what `drawn` holds on the canvas, less the kinds that are hidden. */
function redraw() {
  const places = new Map([...drawn.places].filter(([key]) => isShown(key)));
  drawing.draw(places, linesAmong(places));
  choose();
  countDrawn(places);
}

function countDrawn(places) {
  const total = store ? ` of ${store.size.toLocaleString("en")}` : "";
  byId("status").textContent = `${places.size}${total} nodes drawn`;
}

function openInto(key) {
  if (!drawn.places.has(key)) return;
  const fresh = drawable(store.number.get(key), OPENED, (other) => !drawn.places.has(other));
  arrangeBeside(drawn.places, key, fresh, fresh.map((other) => [key, other]));
}

/** Make the drawing and the details follow the address. */
function render(next) {
  const grows = drawn.places && next.around === drawn.around && drawn.open.every((key, place) => next.open[place] === key);
  state = next;
  if (!grows) drawn = { around: next.around, open: [], places: next.around === null ? startPlaces() : placesAround(next.around) };
  for (const key of next.open.slice(drawn.open.length)) openInto(key);
  drawn.open = next.open;
  if (state.node !== null && !drawn.places.has(state.node)) arrangeBeside(drawn.places, hub(drawn.places), [state.node], []);
  redraw();
  if (!grows) drawing.fit(middle());
  else if (state.node !== null) drawing.reveal(state.node);
}

/** The node to keep in the middle where not all can be shown. */
const middle = () => drawn.around ?? start.centre ?? hub(drawn.places);

/** Mark what is chosen, and show its details. */
function choose() {
  const { node, edge } = state;
  if (edge) drawing.select([edge.join("\n"), [...edge].reverse().join("\n")], new Set(edge));
  else if (node !== null && store) drawing.select([node], new Set([node, ...drawn.places.keys()].filter((key) => key === node || touches(node, key))));
  else drawing.select([], null);
  if (!panel) return;
  if (edge) panel.edge(...edge.map((key) => store.number.get(key)));
  else if (node !== null) panel.node(store.number.get(node));
  else panel.welcome();
}

const touches = (node, other) => drawing.lines.some(({ from, to }) => (from === node && to === other) || (to === node && from === other));

function go(next) {
  const parts = new URLSearchParams();
  if (next.around !== null) parts.set("around", next.around);
  for (const key of next.open) parts.append("open", key);
  if (next.node !== null) parts.set("node", next.node);
  if (next.edge) next.edge.forEach((key) => parts.append("edge", key));
  const address = parts.toString();
  if (address !== location.hash.slice(1)) location.hash = address;
}

/** The state that the address asks for, less what this graph does not have. */
function asked() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const known = (key) => key !== null && store.number.has(key);
  const one = (name) => (known(parts.get(name)) ? parts.get(name) : null);
  const edge = parts.getAll("edge").filter(known);
  return { around: one("around"), open: parts.getAll("open").filter(known), node: one("node"), edge: edge.length === 2 ? edge : null };
}

function goAround(key) {
  go({ around: key, open: [], node: key, edge: null });
  panel.box.focus({ preventScroll: true });
}

function openNode(key) {
  if (!drawn.places.has(key)) goAround(key);
  else if (!state.open.includes(key)) go({ ...state, open: [...state.open, key], node: key, edge: null });
}

function goNode(key) {
  if (drawn.places.has(key)) go({ ...state, node: key, edge: null });
  else goAround(key);
}

function showLegend() {
  const used = kinds.filter((kind) => kind.plural);
  byId("legend").replaceChildren(...used.map((kind) => {
    const button = make("button", { type: "button", "aria-pressed": String(!hidden.has(kind.name)), "data-kind": kind.name }, icon(kind), kind.plural);
    button.addEventListener("click", () => toggleKind(kind.name, button));
    return button;
  }));
}

function toggleKind(name, button) {
  if (!hidden.delete(name)) hidden.add(name);
  button.setAttribute("aria-pressed", String(!hidden.has(name)));
  if (name === "result" && !hidden.has(name)) bringResultsIn();
  redraw();
}

/** Results are no part of a picture until they are asked for: then those of the papers that are drawn come in. */
function bringResultsIn() {
  for (const key of [...drawn.places.keys()].filter((other) => look(other).kind.name === "paper")) {
    const fresh = store.targets(store.number.get(key), "has_result").map(keyOf).filter((other) => !drawn.places.has(other));
    arrangeBeside(drawn.places, key, fresh, fresh.map((other) => [key, other]));
  }
}

/** Read the whole graph, once the first picture stands. */
function load() {
  store = new Store(parsed("whole"));
  const byNumber = (act) => (node) => act(keyOf(node));
  const move = { node: byNumber(goNode), around: byNumber(goAround), open: byNumber(openNode), edge: (from, to) => go({ ...state, node: null, edge: [keyOf(from), keyOf(to)] }) };
  panel = new Panel(store, move);
  startSearch(store, byNumber(goAround));
  window.addEventListener("hashchange", () => render(asked()));
  byId("overview").addEventListener("click", () => go({ around: null, open: [], node: null, edge: null }));
  byId("fit").addEventListener("click", () => drawing.fit(middle()));
  render(asked());
  document.documentElement.dataset.ready = "yes";
}

// What is drawn, and where: for scripts that look at the page from outside.
Object.defineProperty(window, "graphPage", { value: Object.freeze({ drawing }) });
showLegend();
if (!new URLSearchParams(location.hash.slice(1)).has("around")) render(state);
requestAnimationFrame(() => setTimeout(load));
