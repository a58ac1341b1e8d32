// What the filters let through. Kinds are no part of it: they come and go without moving anything.

const NO_FILTER = { without: [], least: 1, metric: null, hardware: null };
const sameFilter = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The hardware that a filter names: a family by the key of its top, or `class:` and a class of devices. */
function hardwareMeant(store, name) {
  const top = store.number.get(name);
  if (top !== undefined) return store.family(top);
  const wanted = name.replace(/^class:/, "");
  return new Set([...store.nodes.kind.keys()].filter((node) => store.is(node, "hardware") && store.facts(node).device_class === wanted));
}

class Lens {
  /** `filter`: relations to leave out, the least number of papers, a metric of results, hardware that papers name. */
  constructor(store, filter) {
    this.store = store;
    this.filter = filter;
    this.without = new Set(filter.without);
    this.hardware = filter.hardware === null ? null : hardwareMeant(store, filter.hardware);
    this.narrow = filter.metric !== null || filter.hardware !== null;
    this.passes = this.settle();
    this.ties = new Map(); // neighbours already worked out, by node
  }

  /** Per node whether it passes: papers first, then results by their paper, then entities by how many papers are left. */
  settle() {
    const { store } = this;
    const passes = new Uint8Array(store.size).fill(1);
    const papers = new Uint32Array(store.size);
    const last = new Int32Array(store.size).fill(-1);
    for (const paper of store.papers.node) {
      passes[paper] = Number(this.paperPasses(paper));
      for (const row of store.outOf(paper)) {
        const other = store.edges.to[row];
        if (store.is(other, "result")) passes[other] = Number(passes[paper] === 1 && this.resultPasses(other));
        else if (passes[paper] && last[other] !== paper) { last[other] = paper; papers[other] += 1; }
      }
    }
    const least = Math.max(this.narrow ? 1 : 0, this.filter.least > 1 ? this.filter.least : 0);
    for (let node = 0; node < store.size; node += 1) {
      if (store.is(node, "paper") || store.is(node, "result")) continue;
      const other = this.hardware && store.is(node, "hardware") && !this.hardware.has(node);
      passes[node] = Number(!other && papers[node] >= least);
    }
    return passes;
  }

  paperPasses(paper) {
    const { store } = this;
    if (this.hardware && ![...store.outOf(paper)].some((row) => this.hardware.has(store.edges.to[row]))) return false;
    return this.filter.metric === null || store.targets(paper, "has_result").some((result) => this.resultPasses(result));
  }

  resultPasses(node) {
    const { results, resultOf } = this.store;
    return this.filter.metric === null || results.metrics[results.metric[resultOf.get(node)]] === this.filter.metric;
  }

  /** The nodes tied to `node` that pass, strongest ties first: { node, rows, row, strength, major }, `row` the strongest. */
  neighbours(node) {
    if (!this.ties.has(node)) this.ties.set(node, this.findNeighbours(node));
    return this.ties.get(node);
  }

  findNeighbours(node) {
    const { store } = this;
    const found = new Map();
    const note = (other, row) => {
      if (other === node || !this.passes[other] || this.without.has(store.relation(row).name)) return;
      const tie = found.get(other) ?? { node: other, rows: [], row, strength: -1, major: false };
      tie.rows.push(row);
      if (store.strength(row) > tie.strength) Object.assign(tie, { row, strength: store.strength(row) });
      tie.major ||= store.major(row);
      found.set(other, tie);
    };
    for (const row of store.outOf(node)) note(store.edges.to[row], row);
    for (const row of store.into(node)) note(store.edges.from[row], row);
    return [...found.values()].sort((a, b) =>
      b.strength - a.strength || b.major - a.major || store.degree(b.node) - store.degree(a.node) || a.node - b.node);
  }
}
