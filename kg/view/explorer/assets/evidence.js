// Where a fact stands: the sentence of an abstract, cut around the characters an edge points at.

const NOT_AN_END = /(?:\b(?:e\.g|i\.e|vs|cf|al|etc|resp|approx|fig|eq|sec|tab|no|dr|w\.r\.t|a\.k\.a)|\b[A-Z])\.$/i;
const AN_END = /[.!?]["'”’)\]]*\s+(?=["'“‘(\[]*[\p{Lu}\p{N}$\\])|\n+/gu;

const GLIMPSE = 80; // characters before the mark that still leave it in sight, in three lines of a narrow panel

/** Start and end of the sentence (or sentences) of `text` that hold the characters from `start` to `end`. */
function sentenceAround(text, start, end) {
  let from = 0;
  for (const found of text.matchAll(AN_END)) {
    const edge = found.index + found[0].length;
    if (NOT_AN_END.test(text.slice(Math.max(0, found.index - 12), found.index + 1))) continue;
    if (edge <= start) from = edge;
    else if (found.index >= end - 1) return [from, found.index + found[0].trimEnd().length];
  }
  return [from, text.length];
}

/** What an edge stands on: { paper, section, text, start, end, from, to, rule, count }, or null where it has no text. */
function evidenceOf(store, row) {
  const { paper, section, start: first, end, rule, count } = store.edges;
  const rest = { rule: store.rules[rule[row]], count: count[row] };
  if (paper[row] < 0) {
    const quote = store.edges.quote[row];
    return quote === undefined ? null : { ...rest, paper: null, text: quote, start: 0, end: 0, from: 0, to: quote.length };
  }
  const inAbstract = section[row] === 1;
  const text = (inAbstract ? store.papers.abstract : store.papers.title)[paper[row]];
  if (end[row] <= first[row]) return null;
  const [from, to] = sentenceAround(text, first[row], end[row]);
  return { ...rest, paper: paper[row], section: inAbstract ? "abstract" : "title", text, start: first[row], end: end[row], from, to };
}

/** The stretch from `from` to `to` of a text, with the characters of the evidence marked. */
function marked({ text, start: first, end }, from, to) {
  if (end <= first) return [text.slice(from, to)];
  return [text.slice(from, first), make("mark", {}, text.slice(first, end)), text.slice(end, to)];
}

/** The sentence of a list: where the evidence comes late in it, its beginning gives way, so that the mark is seen. */
function glimpse(found) {
  if (found.section === "title") return ["in the title"];
  const late = found.start - found.from > GLIMPSE;
  const from = late ? found.text.lastIndexOf(" ", found.start - GLIMPSE / 2) + 1 : found.from;
  return late && from > found.from ? ["… ", ...marked(found, from, found.to)] : marked(found, found.from, found.to);
}

/** Rows of edges by the place they stand on: a paper that uses a thing also mentions it, in the same words. */
function rowsBySpot(store, rows) {
  const { from, to, paper, section, start: first, end } = store.edges;
  const spots = new Map();
  for (const row of rows) {
    const spot = [from, to, paper, section, first, end].map((column) => column[row]).join(" ");
    spots.set(spot, [...(spots.get(spot) ?? []), row]);
  }
  return [...spots.values()];
}

const BOUND_BY = {
  clause: "named in the number's clause", sentence: "named in its sentence", neighbour: "named in a sentence beside it",
  list: "named at its place in a list", paper: "the paper's own system",
};

/** The sentence with its mark, the paper, the rule, and the whole abstract for those who want to read on. */
function evidenceCard(store, row, go) {
  const found = evidenceOf(store, row);
  if (!found) return make("p", { class: "quiet" }, "Stands in the rules: no sentence of a paper says it.");
  const sentence = make("blockquote", { dir: "auto" }, ...marked(found, found.from, found.to));
  const card = make("div", { class: "card" }, sentence);
  if (found.paper !== null) {
    const title = found.section === "title" ? "the title of this paper" : shorten(store.papers.title[found.paper], 300);
    card.append(make("p", { class: "from" }, icon(kinds[0]), link(title, () => go(store.papers.node[found.paper]))));
    const whole = make("details", {}, make("summary", {}, "Whole abstract"), make("p", { class: "abstract", dir: "auto" }, ...marked(found, 0, found.text.length)));
    if (found.section === "abstract") card.append(whole);
  }
  const where = found.section ? `${found.section}, characters ${found.start}–${found.end}` : "quoted";
  const bond = store.edges.bond[row];
  const bound = bond ? `${BOUND_BY[bond[0]] ?? bond[0]}${bond[1] === null ? "" : `, right in ${Math.round(100 * bond[1])} of 100 cases`}` : null;
  const facts = [found.rule ? `rule ${found.rule}` : null, where, found.count > 1 ? `${found.count} mentions` : null, bound];
  card.append(make("p", { class: "quiet meta" }, facts.filter(Boolean).join(" · ")));
  return card;
}
