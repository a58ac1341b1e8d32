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
    this.rules = whole.rules;
    this.size = this.nodes.key.length;
    this.number = new Map(this.nodes.key.map((key, number) => [key, number]));
    this.paperOf = new Map(this.papers.node.map((node, paper) => [node, paper]));
    this.outOf = rowsByNode(this.edges.from, this.size);
    this.into = rowsByNode(this.edges.to, this.size);
    this.ties = new Map(); // neighbours already worked out, by node
  }

  kind(node) { return kinds[this.nodes.kind[node]]; }
  label(node) { return this.nodes.label[node]; }
  aliases(node) { return (this.nodes.aliases[node] ?? "").split(" | ").filter(Boolean); }
  degree(node) { return this.outOf(node).length + this.into(node).length; }
  relation(row) { return relations[this.edges.relation[row]]; }

  strength(row) { return this.relation(row).strength ?? 1; }

  /** Whether an edge is more than a name said once, deep in an abstract (as is_major in style.py). */
  major(row) { return this.strength(row) > 0 || this.edges.section[row] === 0 || this.edges.count[row] > 1; }

  /** The nodes tied to `node`, strongest ties first: { node, rows, strength, major }. */
  neighbours(node) {
    if (!this.ties.has(node)) this.ties.set(node, this.findNeighbours(node));
    return this.ties.get(node);
  }

  findNeighbours(node) {
    const found = new Map();
    const note = (other, row) => {
      if (other === node) return;
      const tie = found.get(other) ?? { node: other, rows: [], strength: 0, major: false };
      tie.rows.push(row);
      tie.strength = Math.max(tie.strength, this.strength(row));
      tie.major ||= this.major(row);
      found.set(other, tie);
    };
    for (const row of this.outOf(node)) note(this.edges.to[row], row);
    for (const row of this.into(node)) note(this.edges.from[row], row);
    return [...found.values()].sort((a, b) =>
      b.strength - a.strength || b.major - a.major || this.degree(b.node) - this.degree(a.node) || a.node - b.node);
  }

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
}
