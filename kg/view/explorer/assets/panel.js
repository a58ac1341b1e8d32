// The details: what a node is, where it stands, what was measured; each line leads to its sentence.

const LISTED = 15;

class Panel {
  /** `go.node(number)`, `go.edge(from, to)`, `go.around(number)`, `go.open(number)`, `go.pick(number)` move the page. */
  constructor(store, all, go) {
    this.store = store;
    this.all = all; // the lens that lets everything through: details are whole, whatever is drawn
    this.go = go;
    this.box = byId("panel");
  }

  show(...content) {
    this.box.replaceChildren(...content.filter(Boolean));
    this.box.scrollTop = 0;
  }

  heading(node) {
    const kind = this.store.kind(node);
    const label = this.store.label(node);
    // A name of a page's length scrolls in a box of its own, which keys have to reach.
    const title = make("h2", { dir: "auto", tabindex: label.length > 400 ? 0 : null }, label);
    return make("div", { class: "head" }, make("p", { class: "kind" }, icon(kind), kind.name), title);
  }

  nodeLink(node) {
    return make("span", { class: "ref" }, icon(this.store.kind(node)), link(shorten(this.store.label(node), 300), () => this.go.node(node)));
  }

  /** A section with a heading and at most LISTED items, the rest behind a button. */
  section(title, items) {
    if (!items.length) return null;
    const list = make("ul", { class: "list" }, ...items.slice(0, LISTED).map((build) => build()));
    const section = make("section", {}, make("h3", {}, title), list);
    if (items.length > LISTED) {
      const more = make("button", { type: "button", class: "more" }, `Show all ${items.length}`);
      more.addEventListener("click", () => { list.append(...items.slice(LISTED).map((build) => build())); more.remove(); });
      section.append(more);
    }
    return section;
  }

  actions(node) {
    const button = (text, act) => make("button", { type: "button", on: { click: () => act(node) } }, text);
    return make("p", { class: "actions" }, button("Centre here", this.go.around), button("Bring neighbours in", this.go.open), button("Connect with…", this.go.pick));
  }

  welcome() {
    const { store } = this;
    this.hubs ??= this.findHubs();
    const counts = kinds.map((kind, number) => [kind, this.hubs.counts[number]]).filter(([, count]) => count);
    const said = counts.map(([kind, count]) => make("li", {}, icon(kind), `${count.toLocaleString("en")} ${(kind.plural ?? kind.name).toLowerCase()}`));
    const hubs = [...this.hubs.best.values()].map((nodes) => make("li", { class: "hubs" }, ...nodes.map((node) => this.nodeLink(node))));
    this.show(
      make("h2", {}, "What is here"),
      make("ul", { class: "counts" }, ...said),
      make("p", {}, "The drawing starts on a part of it. Search for any name; click a node for what is known about it and a line for the sentence it stands on; double click brings the neighbours in. Shift and click on a second node shows what connects the two."),
      hubs.length ? make("section", {}, make("h3", {}, "Most connected"), make("ul", { class: "list" }, ...hubs)) : null,
    );
  }

  /** How many nodes there are of each kind, and the best connected of the kinds that are things. */
  findHubs() {
    const { store } = this;
    const counts = new Array(kinds.length).fill(0);
    for (const kind of store.nodes.kind) counts[kind] += 1;
    const rank = [...store.nodes.kind.keys()].sort((a, b) => store.degree(b) - store.degree(a) || a - b);
    const best = new Map(kinds.map((kind, number) => [number, []]));
    for (const node of rank) {
      const found = best.get(store.nodes.kind[node]);
      if (found.length < 4 && !["paper", "result", "metric"].includes(store.kind(node).name)) found.push(node);
    }
    return { counts, best: new Map([...best].filter(([, nodes]) => nodes.length)) };
  }

  node(node) {
    const kind = this.store.kind(node).name;
    if (kind === "paper") this.paper(node);
    else if (kind === "result") this.result(node);
    else this.entity(node);
  }

  entity(node) {
    const { store } = this;
    const papers = this.all.neighbours(node).filter((tie) => store.is(tie.node, "paper"));
    const aliases = store.aliases(node);
    const also = aliases.length ? make("p", { dir: "auto" }, make("span", { class: "quiet" }, "also "), shorten(aliases.join(", "), 600)) : null;
    const narrower = store.sources(node, "broader").sort((a, b) => store.degree(b) - store.degree(a) || a - b);
    const members = narrower.map((other) => () => make("li", { class: "chip" }, this.nodeLink(other), this.why(other, node)));
    this.show(this.heading(node), this.family(node), also, factsList(store.facts(node)), this.actions(node), this.results(store.resultsOf(node), node),
      this.section(`In ${plural(papers.length, "paper")}`, papers.map((tie) => () => this.paperItem(node, tie))), this.section("Includes", members));
  }

  /** What a thing is a kind of, the nearest first. */
  family(node) {
    const wider = this.store.wider(node);
    if (!wider.length) return null;
    return make("p", { class: "family" }, make("span", { class: "quiet" }, "a kind of "), ...wider.flatMap((other, place) => [place ? " › " : null, this.nodeLink(other)]), " ", this.why(node, wider[0]));
  }

  /** One paper of an entity: how it is tied, its title, and the sentence, which opens the evidence. */
  paperItem(node, tie) {
    const { store } = this;
    const rows = store.between(tie.node, node);
    const said = rows.map((row) => store.relation(row)).filter((relation) => relation.name !== "mentions");
    const tags = said.map((relation) => make("span", { class: "tag" }, relation.reads ?? relation.name));
    return make("li", {}, this.nodeLink(tie.node), ...tags, this.glimpse(tie.node, node, rows[0]));
  }

  /** The beginning of a sentence, which opens the whole evidence. */
  glimpse(from, to, row) {
    const found = evidenceOf(this.store, row);
    return found ? make("button", { type: "button", class: "sentence", dir: "auto", on: { click: () => this.go.edge(from, to) } }, ...glimpse(found)) : null;
  }

  paper(node) {
    const { store } = this;
    const paper = store.paperOf.get(node);
    const source = store.papers.source[paper];
    const ties = this.all.neighbours(node).filter((tie) => !store.is(tie.node, "result"));
    const groups = relations.filter((relation) => !["mentions", "has_result"].includes(relation.name)).map((relation) => {
      const nodes = store.targets(node, relation.name);
      return this.section(relation.reads ?? relation.name, nodes.map((other) => () => this.tieItem(node, other)));
    });
    const passing = ties.filter((tie) => tie.strength === 0).map((tie) => () => this.tieItem(node, tie.node));
    this.show(this.heading(node), source ? make("p", { class: "quiet", dir: "auto" }, source) : null, this.actions(node),
      this.results(store.resultsOf(node), node), ...groups, this.section("also mentions", passing), this.abstract(paper));
  }

  /** A button to the sentence that a tie stands on. */
  why(from, to) {
    return link("sentence", () => this.go.edge(from, to), { class: "link why", "aria-label": `Sentence on ${shorten(this.store.label(to), 80)}` });
  }

  tieItem(paper, node) {
    return make("li", { class: "chip" }, this.nodeLink(node), this.why(paper, node));
  }

  /** The abstract with the first mention of each entity underlined; each leads to its entity. */
  abstract(paper) {
    const { store } = this;
    const text = store.papers.abstract[paper];
    const spans = [...store.outOf(store.papers.node[paper])]
      .filter((row) => store.relation(row).name === "mentions" && store.edges.section[row] === 1)
      .map((row) => ({ from: store.edges.start[row], to: store.edges.end[row], node: store.edges.to[row] }))
      .sort((a, b) => a.from - b.from || b.to - a.to);
    const parts = [];
    let at = 0;
    for (const { from, to, node } of spans) {
      if (from < at || to <= from) continue; // inside another name, or without a place
      parts.push(text.slice(at, from), link(text.slice(from, to), () => this.go.node(node), { class: `link named kind-${store.kind(node).name}` }));
      at = to;
    }
    return text ? make("section", {}, make("h3", {}, "Abstract"), make("p", { class: "abstract", dir: "auto" }, ...parts, text.slice(at))) : null;
  }

  result(node) {
    const { store } = this;
    const rows = [...store.outOf(node)].filter((row) => slotNames.has(store.relation(row).name));
    const slots = rows.map((row) => make("div", {}, make("dt", {}, store.relation(row).name), make("dd", {}, this.nodeLink(store.edges.to[row]), " ", this.why(node, store.edges.to[row]))));
    const { confidence } = resultFacts(store, node);
    const sure = confidence === null ? null : make("p", { class: "quiet meta" }, `Numbers read like this one are right in ${Math.round(100 * confidence)} of 100 cases.`);
    const reports = [...store.into(node)].filter((row) => store.relation(row).name === "has_result");
    this.show(this.heading(node), make("dl", {}, ...slots), ...reports.map((row) => evidenceCard(store, row, this.go.node)), sure, this.actions(node));
  }

  results(nodes, about) {
    return nodes.length ? new ResultTable(this.store, nodes, about, this.go).section : null;
  }

  edge(from, to) {
    this.show(make("h2", {}, "Evidence"), ...this.cards(from, to));
  }

  /** All that ties two nodes, place by place, each with its sentence. */
  cards(from, to) {
    const { store } = this;
    return rowsBySpot(store, store.between(from, to)).flatMap((rows) => {
      const [row] = rows;
      const tags = rows.map((each) => make("span", { class: "tag" }, store.relation(each).reads ?? store.relation(each).name));
      // The card under it names the paper: only what else ties to something is said here.
      const source = store.is(store.edges.from[row], "paper") ? null : this.nodeLink(store.edges.from[row]);
      const says = make("p", { class: "says" }, source, ...tags, this.nodeLink(store.edges.to[row]));
      return [says, evidenceCard(store, row, this.go.node)];
    });
  }

  /** What connects two nodes: `way` is a list of nodes or null, `both` what is tied to both of them. */
  connection(a, b, way, both) {
    const { store } = this;
    const ends = make("p", { class: "ends" }, this.nodeLink(a), make("span", { class: "quiet" }, " and "), this.nodeLink(b));
    const direct = this.cards(a, b);
    const steps = way ?? [];
    const list = steps.slice(1).map((node, place) => () => this.step(steps[place], node));
    const shared = both.map((node) => () => this.sharedItem(node, a, b));
    const papers = both.filter((node) => store.is(node, "paper")).length;
    const named = papers === both.length ? `${plural(papers, "paper")} on both` : `Tied to both: ${both.length}`;
    const none = way === null ? make("p", {}, `No way of up to ${LONGEST} steps leads from one to the other.`) : null;
    this.show(make("h2", {}, "What connects them"), ends, ...direct, none,
      direct.length || steps.length <= 3 ? null : this.section("The way that says most", list), this.section(named, shared));
  }

  step(from, to) {
    const [row] = this.store.between(from, to);
    const relation = this.store.relation(row);
    const [first, second] = [this.store.edges.from[row], this.store.edges.to[row]];
    return make("li", {}, this.nodeLink(first), make("span", { class: "tag" }, relation.reads ?? relation.name), this.nodeLink(second), this.glimpse(from, to, row));
  }

  sharedItem(node, a, b) {
    const sentences = [a, b].map((end) => this.glimpse(node, end, this.store.between(node, end)[0]));
    return make("li", {}, this.nodeLink(node), ...sentences);
  }
}
