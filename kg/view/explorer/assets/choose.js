// What is drawn where filters leave nothing of the first picture: the most connected part of what passes.

/** At most `size` numbers of nodes, as choose.py picks them: the densest part, and what is tied to it most strongly. */
function choosePicture(lens, shows, size) {
  const { store } = lens;
  const all = [...store.nodes.kind.keys()].filter((node) => lens.passes[node] && !store.is(node, "result") && shows(node));
  const inside = new Set(all);
  const near = new Map(all.map((node) => [node, lens.neighbours(node).filter((tie) => tie.major && inside.has(tie.node))]));
  const core = densest(near, Math.max(1, Math.floor((size * 4) / 5)));
  const pull = new Map();
  for (const node of core) {
    for (const tie of near.get(node)) if (!core.has(tie.node)) pull.set(tie.node, Math.max(pull.get(tie.node) ?? 0, tie.strength));
  }
  const ranked = [...pull.keys()].sort((a, b) => pull.get(b) - pull.get(a) || near.get(b).length - near.get(a).length || a - b);
  return [...core, ...ranked.slice(0, size - core.size)].sort((a, b) => a - b);
}

/** Take away the least connected node again and again until `size` are left. */
function densest(near, size) {
  const degree = new Map([...near].map(([node, ties]) => [node, ties.length]));
  const buckets = [];
  const put = (node) => { (buckets[degree.get(node)] ??= []).push(node); };
  for (const node of degree.keys()) put(node);
  let at = 0;
  while (degree.size > size) {
    while (!buckets[at]?.length) at += 1;
    const node = buckets[at].pop();
    if (degree.get(node) !== at) continue; // it lost ties since it was put here, or is gone
    degree.delete(node);
    for (const tie of near.get(node)) {
      if (!degree.has(tie.node)) continue;
      degree.set(tie.node, degree.get(tie.node) - 1);
      put(tie.node);
      at = Math.min(at, degree.get(tie.node));
    }
  }
  return new Set(degree.keys());
}
