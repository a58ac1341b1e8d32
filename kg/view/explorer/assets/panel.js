// The details: what a node is, where it stands, what was measured; each line leads to its sentence.

const LISTED = 15;

class Panel {
  /** `go.node(number)`, `go.edge(from, to)`, `go.around(number)`, `go.open(number)` move the page. */
  constructor(store, go) {
    this.store = store;
    this.go = go;
    this.box = byId("panel");
  }

  show(...content) {
    this.box.replaceChildren(...content.filter(Boolean));
    this.box.scrollTop = 0;
  }

  heading(node) {
    const kind = this.store.kind(node);
    const title = make("h2", { dir: "auto" }, this.store.label(node));
    return make("div", { class: "head" }, make("p", { class: "kind" }, icon(kind), kind.name), title);
  }

  nodeLink(node) {
    return make("span", { class: "ref" }, icon(this.store.kind(node)), link(shorten(this.store.label(node), 300), () => this.go.node(node)));
  }

  /** A section with a heading and at most LISTED items, the rest behind a button. */
  section(title, items, tag = "ul") {
    if (!items.length) return null;
    const list = make(tag, { class: "list" }, ...items.slice(0, LISTED).map((build) => build()));
    const section = make("section", {}, make("h3", {}, title), list);
    if (items.length > LISTED) {
      const more = make("button", { type: "button", class: "more" }, `Show all ${items.length}`);
      more.addEventListener("click", () => { list.append(...items.slice(LISTED).map((build) => build())); more.remove(); });
      section.append(more);
    }
    return section;
  }

  actions(node) {
    const around = make("button", { type: "button", on: { click: () => this.go.around(node) } }, "Centre here");
    const open = make("button", { type: "button", on: { click: () => this.go.open(node) } }, "Bring neighbours in");
    return make("p", { class: "actions" }, around, open);
  }

  welcome() {
    const { store } = this;
    const counts = kinds.map((kind, number) => [kind, store.nodes.kind.filter((of) => of === number).length]).filter(([, count]) => count);
    const said = counts.map(([kind, count]) => make("li", {}, icon(kind), `${count.toLocaleString("en")} ${(kind.plural ?? kind.name).toLowerCase()}`));
    const rank = [...store.nodes.kind.keys()].sort((a, b) => store.degree(b) - store.degree(a) || a - b);
    const hubs = counts.filter(([kind]) => !["paper", "result", "metric"].includes(kind.name)).map(([kind]) => {
      const best = rank.filter((node) => store.kind(node) === kind).slice(0, 4);
      return make("li", { class: "hubs" }, ...best.map((node) => this.nodeLink(node)));
    });
    this.show(
      make("h2", {}, "What is here"),
      make("ul", { class: "counts" }, ...said),
      make("p", {}, "The drawing starts on a part of it. Search for any name; click a node for what is known about it and a line for the sentence it stands on; double click brings the neighbours in."),
      make("section", {}, make("h3", {}, "Most connected"), make("ul", { class: "list" }, ...hubs)),
    );
  }

  node(node) {
    const kind = this.store.kind(node).name;
    if (kind === "paper") this.paper(node);
    else if (kind === "result") this.result(node);
    else this.entity(node);
  }

  entity(node) {
    const { store } = this;
    const papers = store.neighbours(node).filter((tie) => store.kind(tie.node).name === "paper");
    const aliases = store.aliases(node);
    const also = aliases.length ? make("p", { dir: "auto" }, make("span", { class: "quiet" }, "also "), shorten(aliases.join(", "), 600)) : null;
    const wider = store.targets(node, "broader");
    const narrower = store.sources(node, "broader");
    const family = (title, nodes) => this.section(title, nodes.map((other) => () => make("li", { class: "chip" }, this.nodeLink(other))));
    const results = [...new Set([...store.into(node)].filter((row) => slotNames.has(store.relation(row).name)).map((row) => store.edges.from[row]))]
      .filter((other) => store.kind(other).name === "result");
    this.show(this.heading(node), also, this.actions(node), family("A kind of", wider), this.results(results, node),
      this.section(`In ${plural(papers.length, "paper")}`, papers.map((tie) => () => this.paperItem(node, tie))), family("Includes", narrower));
  }

  /** One paper of an entity: how it is tied, its title, and the sentence, which opens the evidence. */
  paperItem(node, tie) {
    const { store } = this;
    const rows = store.between(tie.node, node);
    const said = rows.map((row) => store.relation(row)).filter((relation) => relation.name !== "mentions");
    const found = evidenceOf(store, rows[0]);
    const sentence = found ? make("button", { type: "button", class: "sentence", dir: "auto", on: { click: () => this.go.edge(tie.node, node) } }, ...glimpse(found)) : null;
    const tags = said.map((relation) => make("span", { class: "tag" }, relation.reads ?? relation.name));
    return make("li", {}, this.nodeLink(tie.node), ...tags, sentence);
  }

  paper(node) {
    const { store } = this;
    const paper = store.paperOf.get(node);
    const source = store.papers.source[paper];
    const ties = store.neighbours(node).filter((tie) => store.kind(tie.node).name !== "result");
    const groups = relations.filter((relation) => !["mentions", "has_result"].includes(relation.name)).map((relation) => {
      const nodes = store.targets(node, relation.name);
      return this.section(relation.reads ?? relation.name, nodes.map((other) => () => this.tieItem(node, other)));
    });
    const passing = ties.filter((tie) => tie.strength === 0).map((tie) => () => this.tieItem(node, tie.node));
    this.show(this.heading(node), source ? make("p", { class: "quiet", dir: "auto" }, source) : null, this.actions(node),
      this.results(store.targets(node, "has_result"), node), ...groups, this.section("also mentions", passing), this.abstract(paper));
  }

  /** An entity of a paper, and a button to the sentence that names it. */
  tieItem(paper, node) {
    const why = link("sentence", () => this.go.edge(paper, node), { class: "link why", "aria-label": `Sentence on ${shorten(this.store.label(node), 80)}` });
    return make("li", { class: "chip" }, this.nodeLink(node), why);
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
    const slots = rows.map((row) => make("div", {}, make("dt", {}, store.relation(row).name), make("dd", {}, this.nodeLink(store.edges.to[row]))));
    const reports = [...store.into(node)].filter((row) => store.relation(row).name === "has_result");
    this.show(this.heading(node), make("dl", {}, ...slots), ...reports.map((row) => evidenceCard(store, row, this.go.node)), this.actions(node));
  }

  /** Results as a small table; the first column opens the sentence, `about` is not named again in its own row. */
  results(nodes, about) {
    if (!nodes.length) return null;
    const head = make("tr", {}, ...["Result", "Of", "Against", "On"].map((name) => make("th", { scope: "col" }, name)));
    const items = nodes.map((node) => () => this.resultRow(node, about));
    const section = this.section(plural(nodes.length, "result"), items, "tbody");
    const frame = make("div", { class: "scroll" });
    const body = section.querySelector("tbody");
    body.replaceWith(frame);
    frame.append(make("table", {}, make("thead", {}, head), body));
    return section;
  }

  resultRow(node, about) {
    const { store } = this;
    const cell = (...names) => {
      const found = names.flatMap((name) => store.targets(node, name));
      return make("td", {}, ...found.map((other) => (other === about ? make("span", { class: "quiet" }, "this") : link(shorten(store.label(other), 40), () => this.go.node(other)))));
    };
    const open = link(shorten(store.label(node), 80), () => this.go.node(node));
    return make("tr", {}, make("td", {}, open), cell("subject"), cell("baseline"), cell("hardware", "model", "dataset", "task"));
  }

  edge(from, to) {
    const { store } = this;
    const cards = rowsBySpot(store, store.between(from, to)).flatMap((rows) => {
      const [row] = rows;
      const tags = rows.map((each) => make("span", { class: "tag" }, store.relation(each).reads ?? store.relation(each).name));
      // The card under it names the paper: only what else ties to something is said here.
      const source = store.kind(store.edges.from[row]).name === "paper" ? null : this.nodeLink(store.edges.from[row]);
      const says = make("p", { class: "says" }, source, ...tags, this.nodeLink(store.edges.to[row]));
      return [says, evidenceCard(store, row, this.go.node)];
    });
    this.show(make("h2", {}, "Evidence"), ...cards);
  }
}
