// Lines where papers are hidden: two things are tied by the papers that name both.

const LINES_A_NODE = 2; // so many at most on average, or all turns into one heap
const MANY_TOGETHER = 3; // papers that make a line a strong one

/** Pairs of `keys` that papers name together, most papers first: [key, key, papers]. */
function namedTogether(lens, keys) {
  const { store } = lens;
  const inside = new Map(keys.map((key) => [store.number.get(key), key]).filter(([node]) => !["paper", "result"].includes(store.kind(node).name)));
  const counts = new Map();
  for (const paper of store.papers.node) {
    if (!lens.passes[paper]) continue;
    const named = [...new Set([...store.outOf(paper)].map((row) => store.edges.to[row]).filter((node) => inside.has(node)))].sort((a, b) => a - b);
    named.forEach((a, place) => {
      for (const b of named.slice(place + 1)) {
        const pair = `${a} ${b}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    });
  }
  const ranked = [...counts].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1));
  return strongestPairs(ranked.map(([pair, papers]) => [...pair.split(" ").map((node) => inside.get(Number(node))), papers]), LINES_A_NODE * keys.length);
}

/** At most `most` of the pairs, the first ones, and the first of each node that would have none. */
function strongestPairs(ranked, most) {
  const tied = new Set();
  return ranked.filter(([a, b], place) => {
    const keep = place < most || !tied.has(a) || !tied.has(b);
    if (keep) tied.add(a).add(b);
    return keep;
  });
}

/** What such a line is called and how it looks. */
const togetherRelation = (papers) => ({ name: "together", reads: `in ${plural(papers, "paper")} together`, strength: papers >= MANY_TOGETHER ? 3 : 1, dashes: [1, 3] });
