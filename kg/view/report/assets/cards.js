// Evidence as cards: the sentence with its spans marked, the paper, the rule, and the ways on.

const data = parsed("data");
const results = data.results;

/** The address of a node in the explorer's page, or null where there is none. */
const explorerAddress = (key) => (data.explorer ? `${data.explorer}#${new URLSearchParams([["around", key], ["node", key]])}` : null);

/** A link to another page; its text is text. */
const away = (text, address, attributes = {}) => make("a", { href: address, dir: "auto", ...attributes }, text);

/** A sentence with the characters from each start to its end marked. */
function markedSentence(text, spans) {
  const parts = [];
  let from = 0;
  for (let at = 0; at < spans.length; at += 2) {
    const [start, end] = [Math.max(from, spans[at]), spans[at + 1]];
    if (end <= start) continue;
    parts.push(text.slice(from, start), make("mark", {}, text.slice(start, end)));
    from = end;
  }
  return [...parts, text.slice(from)];
}

/** A place: the sentence, its paper and the rule that read it; `over` stands above the sentence, `under` below all. */
function placeCard(number, over = [], under = null) {
  const [paper, section, sentence, rule, ...spans] = data.places[number];
  const [key, title] = data.papers[paper];
  const address = explorerAddress(key);
  const name = shorten(title, 300);
  const from = make("p", { class: "from" }, address ? away(name, address) : make("span", { dir: "auto" }, name));
  return make("li", { class: "card" }, ...over,
    make("blockquote", { dir: "auto" }, ...markedSentence(data.sentences[sentence], spans)), from,
    make("p", { class: "quiet meta" }, `rule ${data.rules[rule]} · ${section ? "abstract" : "title"}`), under);
}

/** A result: its number in words, its sentence, and its row in the table. */
function resultCard(number) {
  const value = (name) => results[name][number];
  const slots = [["", "subject"], ["vs ", "baseline"], ["on ", "hardware"], ["with ", "model"], ["on ", "dataset"], ["for ", "task"]];
  const setting = slots.filter(([, slot]) => value(slot)).map(([word, slot]) => word + shorten(value(slot), 80)).join(" · ");
  const sure = value("confidence") === null ? "" : ` · confidence ${value("confidence").toFixed(2)}`;
  const group = value("group") ? `number ${value("rank")} of those that compare: ${value("group")}` : null;
  const address = explorerAddress(value("key"));
  return placeCard(value("place"), [
    make("h3", { class: "amount", dir: "auto" }, `${value("amount")} ${value("measure")}`),
    setting || sure ? make("p", { class: "setting", dir: "auto" }, setting + sure) : null,
    group ? make("p", { class: "quiet meta", dir: "auto" }, group) : null,
  ], make("p", { class: "ways" }, link("Its row in the table", () => go({ ...CLOSED, row: value("key") })),
    address ? away("This result in the explorer", address) : null));
}
