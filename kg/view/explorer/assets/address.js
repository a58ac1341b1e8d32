// What is drawn and what is chosen stand in the address, so that the browser's back and forward work and what is seen
// can be linked: #around=…&open=…&node=…&with=… or &edge=…&edge=…, and the filters.

const START = {
  around: null, open: [], node: null, other: null, edge: null, focus: false,
  kinds: start.kinds ?? kinds.filter((kind) => kind.name !== "result").map((kind) => kind.name), filter: NO_FILTER,
};

/** The state as the part of an address after `#`; what is as at the start is left out. */
function addressOf(state) {
  const parts = new URLSearchParams();
  const put = (name, value) => { if (value !== null) parts.append(name, value); };
  put("around", state.around);
  for (const key of state.open) put("open", key);
  put("node", state.node);
  put("with", state.other);
  for (const key of state.edge ?? []) put("edge", key);
  if (state.focus) put("focus", "yes");
  if (state.kinds.join() !== START.kinds.join()) put("kinds", state.kinds.join());
  for (const relation of state.filter.without) put("without", relation);
  if (state.filter.least > 1) put("papers", state.filter.least);
  put("metric", state.filter.metric);
  put("hardware", state.filter.hardware);
  return parts.toString();
}

/** The state that the address asks for, less what this graph does not have. */
function stateAsked(store) {
  const parts = new URLSearchParams(location.hash.slice(1));
  const known = (key) => key !== null && store.number.has(key);
  const one = (name) => (known(parts.get(name)) ? parts.get(name) : null);
  const edge = parts.getAll("edge").filter(known);
  const shown = new Set((parts.get("kinds") ?? "").split(","));
  const node = one("node");
  return {
    around: one("around"), open: parts.getAll("open").filter(known), node, other: node === null ? null : one("with"),
    edge: edge.length === 2 ? edge : null, focus: parts.get("focus") === "yes",
    kinds: parts.has("kinds") ? kinds.map((kind) => kind.name).filter((name) => shown.has(name)) : START.kinds, filter: filterAsked(store, parts),
  };
}

function filterAsked(store, parts) {
  const names = new Set(relations.map((relation) => relation.name));
  const least = Number(parts.get("papers"));
  const metric = parts.get("metric");
  const hardware = parts.get("hardware");
  return {
    without: [...new Set(parts.getAll("without"))].filter((name) => names.has(name)).sort(),
    least: Number.isInteger(least) && least > 1 ? least : 1,
    metric: store.results.metrics.includes(metric) ? metric : null,
    hardware: hardware !== null && hardwareMeant(store, hardware).size ? hardware : null,
  };
}
