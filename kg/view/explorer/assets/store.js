// The whole graph, read from its columns once; nodes and edges are numbers here, keys only in links and the drawing.

const start = parsed("start");
const { kinds, relations } = start.tables;
const slotNames = new Set(start.tables.slots);
const kindNumber = new Map(kinds.map((kind, number) => [kind.name, number]));

/** Edges by node: `list` holds rows of edges, those of node n from at[n] to at[n + 1]. */
function rowsByNode(ends, size) {
  const at = new Uint32Array(size + 1);
  for (const node of ends) at[node + 1] += 1;
  for (let node = 0; node < size; node += 1) at[node + 1] += at[node];
  const next = at.slice();
  const list = new Uint32Array(ends.length);
  ends.forEach((node, row) => { list[next[node]++] = row; });
  return (node) => list.subarray(at[node], at[node + 1]);
}

class Store {
  constructor(whole) {
    this.nodes = whole.nodes;
    this.edges = whole.edges;
    this.papers = whole.papers;
    this.results = whole.results;
    this.rules = whole.rules;
    this.size = this.nodes.key.length;
    this.number = new Map(this.nodes.key.map((key, number) => [key, number]));
    this.paperOf = new Map(this.papers.node.map((node, paper) => [node, paper]));
    this.resultOf = new Map(this.results.node.map((node, result) => [node, result]));
    this.outOf = rowsByNode(this.edges.from, this.size);
    this.into = rowsByNode(this.edges.to, this.size);
  }

  key(node) { return this.nodes.key[node]; }
  kind(node) { return kinds[this.nodes.kind[node]]; }
  is(node, kind) { return this.kind(node).name === kind; }
  label(node) { return this.nodes.label[node]; }
  aliases(node) { return (this.nodes.aliases[node] ?? "").split(" | ").filter(Boolean); }
  facts(node) { return this.nodes.facts[node] ?? {}; }
  degree(node) { return this.outOf(node).length + this.into(node).length; }
  relation(row) { return relations[this.edges.relation[row]]; }

  strength(row) { return this.relation(row).strength ?? 1; }

  /** Whether an edge is more than a name said once, deep in an abstract (as is_major in style.py). */
  major(row) { return this.strength(row) > 0 || this.edges.section[row] === 0 || this.edges.count[row] > 1; }

  /** Rows of the edges between two nodes, either way, strongest first. */
  between(a, b) {
    const there = [...this.outOf(a)].filter((row) => this.edges.to[row] === b);
    const back = [...this.outOf(b)].filter((row) => this.edges.to[row] === a);
    return [...there, ...back].sort((x, y) => this.strength(y) - this.strength(x) || x - y);
  }

  /** Targets of the edges out of `node` under one relation (or sources of those into it). */
  targets(node, relation) {
    return [...this.outOf(node)].filter((row) => this.relation(row).name === relation).map((row) => this.edges.to[row]);
  }

  sources(node, relation) {
    return [...this.into(node)].filter((row) => this.relation(row).name === relation).map((row) => this.edges.from[row]);
  }

  /** What stands above a node, the nearest first. */
  wider(node) {
    const found = [];
    for (let ring = this.targets(node, "broader"); ring.length; ring = ring.flatMap((other) => this.targets(other, "broader"))) {
      ring = ring.filter((other) => other !== node && !found.includes(other));
      found.push(...ring);
    }
    return found;
  }

  /** A node and all that stands below it, as a set. */
  family(node) {
    const found = new Set([node]);
    for (const member of found) for (const other of this.sources(member, "broader")) found.add(other);
    return found;
  }

  /** The results that one of their slots ties to `node`, and those of a paper. */
  resultsOf(node) {
    if (this.is(node, "paper")) return this.targets(node, "has_result");
    const rows = [...this.into(node)].filter((row) => slotNames.has(this.relation(row).name));
    return [...new Set(rows.map((row) => this.edges.from[row]))].filter((other) => this.is(other, "result"));
  }
}
