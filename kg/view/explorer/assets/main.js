// The page: the address says what is drawn and what is chosen; the drawing and the details follow it.

const NEIGHBOURS = 36; // drawn round a node that is brought to the centre
const SECOND_RING = 16;
const SMALL_RING = 8; // fewer neighbours than these make no picture: theirs are drawn too
const OPENED = 24; // brought in by a double click
const TIED_TO_BOTH = 12; // drawn between two nodes that are connected
const START_ASPECT = 1.25; // of the frame that layout.py fills
const WIDEST = 1.45; // times wider
const TURNED = 400; // a first picture of more nodes is not turned on its side for a narrow screen: that takes time

startTheme(() => drawing.repaint());
const startNode = new Map(start.nodes.map((node) => [node.id, node]));
const relationByName = new Map(relations.map((relation) => [relation.name, relation]));
let store = null;
let everything = null; // the lens that lets all through
let lens = null;
let panel = null;
let filters = null;
let state = START;
let picking = null; // the key of a node for which the other end is being looked for
let drawn = { around: null, filter: NO_FILTER, kinds: START.kinds, open: [], places: null, picture: null };

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

const drawing = new Drawing(parsed("options"), look, {
  node: (key) => (picking === null ? go({ node: key, other: null, edge: null }) : connect(key)),
  edge: (from, to, relation) => go(relation.name === "together" ? { node: from, other: to, edge: null } : { node: null, other: null, edge: [from, to] }),
  nothing: () => clear(),
  open: (key) => openNode(key),
  connect: (key) => connect(key),
});

const aspect = () => drawing.stage.clientWidth / Math.max(1, drawing.stage.clientHeight);
const chosenKeys = () => [state.node, state.other, ...(state.edge ?? [])].filter((key) => key !== null);
const passes = (key) => lens === null || lens.passes[store.number.get(key)] === 1;
const isShown = (key) => key === state.around || chosenKeys().includes(key) || (state.kinds.includes(look(key).kind.name) && passes(key));
const keyOf = (node) => store.key(node);
const hub = (places) => [...places.keys()].reduce((best, key) => (best !== null && look(best).size >= look(key).size ? best : key), null);

/** The first picture; on a wide screen it is drawn out, on one that is higher than wide it is turned on its side. */
function startPlaces() {
  const wider = Math.min(WIDEST, Math.max(1, aspect() / START_ASPECT));
  const places = new Map(start.nodes.map(({ id, x, y }) => [id, { x: x * wider, y }]));
  if (aspect() >= 0.85 || places.size > TURNED) return places;
  for (const place of places.values()) [place.x, place.y] = [place.y * 0.9, place.x * 0.9];
  pushApart(places, new Set());
  return places;
}

/** What is drawn around nothing: the first picture, or where filters or kinds differ, what they leave. */
function placesAtLarge() {
  const asAtStart = sameFilter(state.filter, NO_FILTER) && state.kinds.every((kind) => kind === "result" || START.kinds.includes(kind));
  if (asAtStart) return startPlaces();
  const nodes = choosePicture(lens, (node) => state.kinds.includes(store.kind(node).name), start.nodes.length);
  const keys = nodes.sort((a, b) => store.degree(b) - store.degree(a) || a - b).map(keyOf);
  return arrangeFreely(keys, pairsAmong(keys, []), aspect());
}

/** The neighbours of a node worth drawing; `missing` leaves out those that are there. */
function drawable(node, limit, missing = () => true) {
  return lens.neighbours(node).map((tie) => keyOf(tie.node)).filter((key) => isShown(key) && missing(key)).slice(0, limit);
}

/** Nodes tied to several of the first ring, or introduced by one of its papers; behind a small ring, all its ties. */
function secondRing(centre, ring) {
  const pull = new Map();
  const inside = new Set([centre, ...ring]);
  for (const key of ring) {
    for (const tie of lens.neighbours(store.number.get(key))) {
      const other = keyOf(tie.node);
      if (!tie.major || inside.has(other) || !isShown(other) || store.is(tie.node, "metric")) continue;
      const introduced = tie.rows.some((row) => store.relation(row).name === "introduces");
      pull.set(other, (pull.get(other) ?? 0) + (introduced ? 2 : 1));
    }
  }
  const least = ring.length < SMALL_RING ? 1 : 2;
  const ranked = [...pull].filter(([, value]) => value >= least).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return ranked.slice(0, SECOND_RING).map(([key]) => key);
}

function placesAround(key) {
  const byKind = (a, b) => kindNumber.get(look(a).kind.name) - kindNumber.get(look(b).kind.name);
  const ring = drawable(store.number.get(key), NEIGHBOURS).sort(byKind);
  const second = secondRing(key, ring);
  return arrangeAround(key, [ring, second], pairsAmong([key, ...ring, ...second], [key]), aspect());
}

/** Ties worth a line among `keys`, as [from, to, row]: major ones, all of `dwelt`, and those that alone hold a node. */
function pairsAmong(keys, dwelt) {
  const inside = new Set(keys);
  const all = new Set(dwelt);
  const ties = keys.map((key) => [key, lens.neighbours(store.number.get(key)).filter((tie) => inside.has(keyOf(tie.node)))]);
  const held = new Set(ties.filter(([, near]) => near.some((tie) => tie.major)).map(([key]) => key));
  const pairs = [];
  for (const [key, near] of ties) {
    for (const tie of near) {
      const other = keyOf(tie.node);
      if (!(tie.major || all.has(key) || all.has(other) || !held.has(key) || !held.has(other))) continue;
      if (keyOf(store.edges.from[tie.row]) === key) pairs.push([key, other, tie.row]);
    }
  }
  return pairs;
}

const line = (from, to, relation) => ({ from, to, relation, reads: relation.reads ?? relation.name });

function linesAmong(places) {
  const keys = [...places.keys()];
  const lines = new Map();
  const without = new Set(state.filter.without);
  if (drawn.around === null && !without.size) {
    for (const { from, to, relation } of start.edges) {
      if (places.has(from) && places.has(to)) lines.set(`${from}\n${to}`, line(from, to, relationByName.get(relation)));
    }
  }
  const asAtStart = drawn.around === null && !without.size && keys.every((key) => startNode.has(key)) && state.other === null;
  if (store && (!asAtStart || drawn.open.length)) {
    const dwelt = [drawn.around, state.node, state.other, ...drawn.open].filter(Boolean);
    for (const [from, to, row] of pairsAmong(keys, asAtStart ? drawn.open : dwelt)) lines.set(`${from}\n${to}`, line(from, to, store.relation(row)));
  }
  if (store && !state.kinds.includes("paper")) {
    for (const [from, to, papers] of namedTogether(lens, keys)) {
      if (!lines.has(`${from}\n${to}`) && !lines.has(`${to}\n${from}`)) lines.set(`${from}\n${to}`, line(from, to, togetherRelation(papers)));
    }
  }
  return [...lines.values()];
}

/** Put what `drawn` holds on the canvas, less what is hidden; in focus, only what is chosen and touches it. */
function redraw() {
  let places = new Map([...drawn.places].filter(([key]) => isShown(key)));
  let lines = linesAmong(places);
  if (state.focus && chosenKeys().length) {
    const near = new Set([...chosenKeys(), ...(wayShown?.keys ?? [])]);
    for (const { from, to } of lines) if (chosenKeys().includes(from) || chosenKeys().includes(to)) near.add(from).add(to);
    places = new Map([...places].filter(([key]) => near.has(key)));
    lines = lines.filter(({ from, to }) => places.has(from) && places.has(to));
  }
  const picture = JSON.stringify([[...places], lines.map(({ from, to, reads }) => [from, to, reads])]);
  if (picture !== drawn.picture) drawing.draw(places, lines); // when the whole graph has been read, the first picture stands
  drawn.picture = picture;
  mark();
  countDrawn(places);
}

function countDrawn(places) {
  const total = store ? ` of ${store.size.toLocaleString("en")}` : "";
  const filtered = sameFilter(state.filter, NO_FILTER) ? "" : ", filtered";
  const focus = state.focus && chosenKeys().length ? ", in focus" : "";
  byId("status").textContent = `${places.size.toLocaleString("en")}${total} nodes drawn${filtered}${focus}`;
}

function openInto(key) {
  if (!drawn.places.has(key)) return;
  const fresh = drawable(store.number.get(key), OPENED, (other) => !drawn.places.has(other));
  arrangeBeside(drawn.places, key, fresh, fresh.map((other) => [key, other]));
}

/** Put one node beside what it is tied to, or beside the hub where that is not drawn either. */
function bringIn(key) {
  const near = everything.neighbours(store.number.get(key)).map((tie) => keyOf(tie.node)).filter((other) => drawn.places.has(other));
  arrangeBeside(drawn.places, near[0] ?? hub(drawn.places), [key], near.map((other) => [other, key]));
}

let wayShown = null; // { keys, lines } of what connects the two chosen nodes

/** Find what connects the two nodes that are chosen, and bring it into the picture. */
function bringWayIn() {
  wayShown = null;
  if (state.other === null) return;
  const [a, b] = [state.node, state.other].map((key) => store.number.get(key));
  const way = cheapestWay(everything, a, b);
  const both = tiedToBoth(everything, a, b);
  const keys = [...(way ?? [a, b]), ...both.slice(0, TIED_TO_BOTH)].map(keyOf);
  const fresh = [...new Set(keys)].filter((key) => !drawn.places.has(key));
  const anchor = drawn.places.has(state.node) ? state.node : hub(drawn.places);
  const steps = (way ?? []).slice(1).map((node, place) => [keyOf(way[place]), keyOf(node)]);
  arrangeBeside(drawn.places, anchor, fresh, steps);
  wayShown = { way, both, keys: new Set(keys), lines: steps.flatMap(([from, to]) => [`${from}\n${to}`, `${to}\n${from}`]) };
}

/** Whether what is drawn can stay where it is, with more brought in at most. */
function onlyGrows(next) {
  return drawn.places !== null && next.around === drawn.around && sameFilter(next.filter, drawn.filter)
    && next.kinds.every((kind) => kind === "result" || drawn.kinds.includes(kind)) && drawn.open.every((key, place) => next.open[place] === key);
}

/** Make the drawing and the details follow the address. */
function render(next) {
  const grows = onlyGrows(next);
  const focused = next.focus !== state.focus;
  const freshResults = next.kinds.includes("result") && !(grows && state.kinds.includes("result"));
  state = next;
  if (store && (lens === null || !sameFilter(next.filter, lens.filter))) lens = sameFilter(next.filter, NO_FILTER) ? everything : new Lens(store, next.filter);
  if (!grows) drawn = { around: next.around, filter: next.filter, kinds: next.kinds, open: [], places: null, picture: null };
  drawn.places ??= next.around === null ? placesAtLarge() : placesAround(next.around);
  for (const key of next.open.slice(drawn.open.length)) openInto(key);
  drawn.open = next.open;
  for (const key of chosenKeys().filter((other) => !drawn.places.has(other))) bringIn(key);
  bringWayIn();
  if (freshResults && store) bringResultsIn();
  redraw();
  markLegend(state.kinds);
  filters?.show(state.filter);
  byId("focus").setAttribute("aria-pressed", String(state.focus));
  if (!grows || focused) drawing.fit(state.focus ? state.node : middle());
  else if (state.other !== null) drawing.showAll([...wayShown.keys]);
  else if (state.node !== null) drawing.reveal(state.node);
  settlePick(null);
}

/** The node to keep in the middle where not all can be shown. */
const middle = () => drawn.around ?? (start.centre && drawn.places.has(start.centre) ? start.centre : hub(drawn.places));

/** Mark what is chosen, and show its details. */
function mark() {
  const { node, other, edge } = state;
  if (edge) drawing.select([edge.join("\n"), [...edge].reverse().join("\n")], new Set(edge));
  else if (other !== null) drawing.select([node, other, ...wayShown.lines], wayShown.keys);
  else if (node !== null && store) drawing.select([node], new Set([node, ...drawing.lines.flatMap(({ from, to }) => (from === node ? [to] : to === node ? [from] : []))]));
  else drawing.select([], null);
  if (!panel) return;
  const number = (key) => store.number.get(key);
  if (edge) panel.edge(...edge.map(number));
  else if (other !== null) panel.connection(number(node), number(other), wayShown.way, wayShown.both);
  else if (node !== null) panel.node(number(node));
  else panel.welcome();
}

/** Go to a state that differs from today's in what is given; `quietly` leaves no step to go back to. */
function go(given, quietly = false) {
  const address = addressOf({ ...state, ...given });
  if (address === location.hash.slice(1)) return;
  if (quietly) location.replace(`#${address}`);
  else location.hash = address;
}

function clear() {
  if (picking !== null) settlePick(null);
  else go({ node: null, other: null, edge: null, focus: false });
}

function goAround(key) {
  if (picking !== null) { connect(key); return; }
  go({ around: key, open: [], node: key, other: null, edge: null });
  panel.box.focus({ preventScroll: true });
}

function openNode(key) {
  if (!drawn.places.has(key)) goAround(key);
  else if (!state.open.includes(key)) go({ open: [...state.open, key], node: key, other: null, edge: null });
}

/** What is not drawn comes to the centre; only a result comes to its paper, as part of the picture there is. */
function goNode(key) {
  if (drawn.places.has(key) || look(key).kind.name === "result") go({ node: key, other: null, edge: null });
  else goAround(key);
}

/** Show what connects the chosen node, or the one that was picked before, with `key`. */
function connect(key) {
  const first = picking ?? state.node;
  settlePick(null);
  if (first === null || first === key) go({ node: key, other: null, edge: null });
  else go({ node: first, other: key, edge: null });
}

/** Wait for the other end of a connection from `key`, or no longer. */
function settlePick(key) {
  picking = key;
  byId("pick").hidden = key === null;
  if (key !== null) byId("pick-text").textContent = `Choose what to connect ${shorten(look(key).label, 60)} with: click a node, or search for one.`;
}

function toggleKind(name) {
  const shown = state.kinds.includes(name) ? state.kinds.filter((kind) => kind !== name) : [...state.kinds, name];
  go({ kinds: kinds.map((kind) => kind.name).filter((kind) => shown.includes(kind)) });
}

/** Results are no part of a picture until they are asked for: then those of the papers that are drawn come in. */
function bringResultsIn() {
  for (const key of [...drawn.places.keys()].filter((other) => look(other).kind.name === "paper" && isShown(other))) {
    const fresh = store.targets(store.number.get(key), "has_result").map(keyOf).filter((other) => !drawn.places.has(other) && passes(other));
    arrangeBeside(drawn.places, key, fresh, fresh.map((other) => [key, other]));
  }
}

function startSaving() {
  const title = document.title;
  const saves = {
    "save-png": () => savePng(drawing, title), "save-svg": () => saveSvg(drawing, title),
    "save-csv": () => saveFacts(store, [...drawing.shown.keys()]), "save-link": copyLink,
  };
  for (const [id, save] of Object.entries(saves)) {
    byId(id).addEventListener("click", async () => { byId("save-menu").hidePopover(); await save(); });
  }
}

/** The address of what is seen; where the page may not use the clipboard, it is shown to be copied by hand. */
async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    byId("status").textContent = "Link copied";
  } catch {
    byId("link").value = location.href;
    byId("link-box").showModal();
    byId("link").select();
  }
}

/** Tell a screen reader which node the arrows have come to. */
function say(key) {
  const { kind, label } = look(key);
  byId("said").textContent = `${kind.name} ${shorten(label, 200)}, ${plural(everything.neighbours(store.number.get(key)).length, "neighbour")}`;
}

function startControls() {
  const byNumber = (act) => (node) => act(keyOf(node));
  const pick = (key) => { settlePick(key); byId("search").focus(); };
  panel = new Panel(store, everything, {
    node: byNumber(goNode), around: byNumber(goAround), open: byNumber(openNode), pick: byNumber(pick),
    edge: (from, to) => go({ edge: [keyOf(from), keyOf(to)], node: null, other: null }),
  });
  startSearch(store, byNumber(goAround));
  filters = new Filters(store, (filter) => go({ filter }));
  startSaving();
  const focus = () => go({ focus: !state.focus });
  startKeys(drawing, {
    node: () => state.node, middle, open: openNode, around: goAround, pick, focus, nothing: clear, fit: () => drawing.fit(middle()),
    step: (key) => { go({ node: key, other: null, edge: null }, true); say(key); },
  });
  byId("overview").addEventListener("click", () => go({ around: null, open: [], node: null, other: null, edge: null, focus: false }));
  byId("fit").addEventListener("click", () => drawing.fit(middle()));
  byId("focus").addEventListener("click", focus);
  byId("keys").addEventListener("click", () => byId("help").showModal());
  for (const button of document.querySelectorAll("dialog .close")) button.addEventListener("click", () => button.closest("dialog").close());
  byId("pick-stop").addEventListener("click", () => settlePick(null));
}

/** Read the whole graph, once the first picture stands. */
function load() {
  store = new Store(parsed("whole"));
  everything = new Lens(store, NO_FILTER);
  startControls();
  window.addEventListener("hashchange", () => render(stateAsked(store)));
  render(stateAsked(store));
  document.documentElement.dataset.ready = "yes";
}

// What is drawn, and where: for scripts that look at the page from outside.
Object.defineProperty(window, "graphPage", { value: Object.freeze({ drawing }) });
showLegend(toggleKind);
markLegend(START.kinds);
placeMenus();
if (location.hash.length <= 1) render(state);
// The whole graph stands last in the file: the first picture is drawn before it is even there.
const loadSoon = () => requestAnimationFrame(() => setTimeout(load));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", loadSoon);
else loadSoon();
