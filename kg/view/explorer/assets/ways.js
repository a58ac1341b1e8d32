// What connects two nodes: what is tied to both, and the way between them that says most.

const LONGEST = 6; // steps

/** A step over a tie costs less where it says more; a node that everything is tied to makes a poor link. */
function stepCost(store, tie, last) {
  const said = tie.strength >= 4 ? 1 : tie.major ? 1.5 : 2;
  return said + (last ? 0 : 0.3 * Math.log2(1 + store.degree(tie.node)));
}

/** The nodes on the cheapest way from `a` to `b`, both included, or null where none has up to LONGEST steps. */
function cheapestWay(lens, a, b) {
  const best = new Map([[a, { cost: 0, steps: 0, from: null }]]);
  const queue = [{ cost: 0, node: a }];
  const done = new Set();
  while (queue.length) {
    const { node } = takeCheapest(queue);
    if (node === b) return trace(best, b);
    if (done.has(node)) continue;
    done.add(node);
    const here = best.get(node);
    if (here.steps === LONGEST) continue;
    for (const tie of lens.neighbours(node)) {
      const cost = here.cost + stepCost(lens.store, tie, tie.node === b);
      if (done.has(tie.node) || cost >= (best.get(tie.node)?.cost ?? Infinity)) continue;
      best.set(tie.node, { cost, steps: here.steps + 1, from: node });
      pushCheapest(queue, { cost, node: tie.node });
    }
  }
  return null;
}

function trace(best, end) {
  const way = [];
  for (let node = end; node !== null; node = best.get(node).from) way.unshift(node);
  return way;
}

/** The queue is a binary heap by cost, then number; a node that became cheaper stands in it twice. */
const dearer = (one, other) => one.cost - other.cost || one.node - other.node;

function pushCheapest(queue, entry) {
  let at = queue.push(entry) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (dearer(queue[above], queue[at]) <= 0) return;
    [queue[above], queue[at]] = [queue[at], queue[above]];
    at = above;
  }
}

function takeCheapest(queue) {
  const [first] = queue;
  const last = queue.pop();
  if (!queue.length) return first;
  queue[0] = last;
  for (let at = 0; ;) {
    let least = at;
    for (const below of [2 * at + 1, 2 * at + 2]) if (below < queue.length && dearer(queue[below], queue[least]) < 0) least = below;
    if (least === at) return first;
    [queue[least], queue[at]] = [queue[at], queue[least]];
    at = least;
  }
}

/** What is tied to both nodes, results left out: papers first, then what few others are tied to. */
function tiedToBoth(lens, a, b) {
  const { store } = lens;
  const ofB = new Set(lens.neighbours(b).map((tie) => tie.node));
  const both = lens.neighbours(a).filter((tie) => ofB.has(tie.node) && !store.is(tie.node, "result"));
  return both.map((tie) => tie.node).sort((x, y) => store.is(y, "paper") - store.is(x, "paper") || store.degree(x) - store.degree(y) || x - y);
}
