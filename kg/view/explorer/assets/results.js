// Results as a small table that can be sorted; the number opens the sentence.

const RESULTS_LISTED = 15;
const NO_NUMBER = -Infinity;

/** What a table shows and sorts of one result. */
function resultFacts(store, node) {
  const { results } = store;
  const row = store.resultOf.get(node);
  const metric = results.metrics[results.metric[row]];
  const sense = results.sense[row];
  const measure = [metric.replaceAll("_", " "), sense && sense !== "value" ? sense : ""].filter(Boolean).join(" ");
  return {
    node, metric, measure, amount: results.amount[row] ?? store.label(node), unit: results.units[results.unit[row]],
    value: results.value[row], normal: results.normal[row], better: results.better[row], confidence: results.confidence[row],
  };
}

/** Factors of improvement first, best first; then by metric and unit, each best first in its own direction. */
function byNumber(a, b) {
  if ((a.normal ?? NO_NUMBER) !== (b.normal ?? NO_NUMBER)) return (b.normal ?? NO_NUMBER) - (a.normal ?? NO_NUMBER);
  const alike = a.metric.localeCompare(b.metric, "en") || a.unit.localeCompare(b.unit, "en");
  return alike || (a.better === "lower" ? a.value - b.value : b.value - a.value);
}

/** Columns, each with what it can be sorted by: a number and its metric share one, as a narrow panel has little room. */
const RESULT_COLUMNS = [
  { slots: [], sorts: [
    { name: "Number", order: byNumber, about: "factors of improvement first, best first" },
    { name: "Metric", order: (a, b) => a.measure.localeCompare(b.measure, "en") || byNumber(a, b), about: "by name, the best of each first" },
  ] },
  { slots: ["subject"], sorts: [{ name: "Of" }] },
  { slots: ["baseline"], sorts: [{ name: "Against" }] },
  { slots: ["hardware", "model", "dataset", "task"], sorts: [{ name: "On" }] },
];
let resultsSortedBy = null; // the name of a sort: the choice holds for the next table, too

class ResultTable {
  /** The results `nodes`; what they are `about` is not named again in its own table. */
  constructor(store, nodes, about, go) {
    Object.assign(this, { store, about, go });
    this.items = nodes.map((node) => ({ ...resultFacts(store, node), names: new Map() }));
    this.columns = RESULT_COLUMNS.filter(({ slots }) => !slots.length || this.items.some((item) => this.named(item, slots).length));
    this.body = make("tbody");
    this.heads = this.columns.map((column) => this.head(column));
    this.listed = RESULTS_LISTED;
    this.more = make("button", { type: "button", class: "more", on: { click: () => { this.listed = Infinity; this.fill(); } } });
    this.fill();
  }

  named(item, slots) {
    const name = slots.join();
    if (!item.names.has(name)) item.names.set(name, slots.flatMap((slot) => this.store.targets(item.node, slot)));
    return item.names.get(name);
  }

  head(column) {
    const buttons = column.sorts.map(({ name, about }) =>
      make("button", { type: "button", class: "sort", "data-sort": name, title: about ? `Sort: ${about}` : null, on: { click: () => this.sort(name) } }, name));
    return make("th", { scope: "col" }, ...buttons);
  }

  sort(name) {
    resultsSortedBy = resultsSortedBy === name ? null : name;
    this.fill();
  }

  get ordered() {
    const column = this.columns.find(({ sorts }) => sorts.some(({ name }) => name === resultsSortedBy));
    if (!column) return this.items;
    const words = (item) => this.named(item, column.slots).map((node) => this.store.label(node)).join(", ") || "\uffff";
    const { order } = column.sorts.find(({ name }) => name === resultsSortedBy);
    const inOrder = order ?? ((a, b) => words(a).localeCompare(words(b), "en") || byNumber(a, b));
    return [...this.items].sort((a, b) => inOrder(a, b) || a.node - b.node);
  }

  fill() {
    for (const head of this.heads) {
      const sorted = [...head.children].filter((button) => button.toggleAttribute("data-on", button.dataset.sort === resultsSortedBy));
      head.setAttribute("aria-sort", sorted.length ? "ascending" : "none");
    }
    this.body.replaceChildren(...this.ordered.slice(0, this.listed).map((item) => this.row(item)));
    this.more.textContent = `Show all ${this.items.length}`;
    this.more.hidden = this.items.length <= this.listed;
  }

  row(item) {
    const number = make("td", { class: "number" }, link(item.amount, () => this.go.node(item.node)), make("span", { class: "quiet" }, item.measure));
    const slots = this.columns.filter((column) => column.slots.length);
    return make("tr", {}, number, ...slots.map((column) => make("td", {}, ...this.named(item, column.slots).map((other) => this.name(other)))));
  }

  name(other) {
    if (other === this.about) return make("span", { class: "quiet" }, "this");
    return link(shorten(this.store.label(other), 40), () => this.go.node(other));
  }

  /** The section: how many, the table, and the same as a file. */
  get section() {
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...this.heads)), this.body);
    const save = make("button", { type: "button", class: "link aside", on: { click: () => saveResults(this.store, this.ordered.map(({ node }) => node)) } }, "Save as CSV");
    const title = make("div", { class: "titled" }, make("h3", {}, plural(this.items.length, "result")), save);
    return make("section", { class: "results" }, title, make("div", { class: "scroll" }, table), this.more);
  }
}
