// The sheet of details: what a mark or a row stands on. It follows the address, as everything here does.

const CLOSED = { figure: null, mark: null, result: null };

class Details {
  constructor() {
    this.box = byId("details");
    this.body = byId("details-body");
    byId("close").addEventListener("click", () => this.leave());
    this.box.addEventListener("cancel", (event) => { event.preventDefault(); this.leave(); });
    this.box.addEventListener("click", (event) => { if (event.target === this.box) this.leave(); });
  }

  leave() { go(CLOSED); }

  /** Show what the address asks for, or nothing. */
  follow({ figure, mark, result }) {
    const found = figure === null ? undefined : Object.hasOwn(data.figures, figure) && data.figures[figure].find(({ key }) => key === mark);
    const number = result === null ? -1 : results.key.indexOf(result);
    if (found) this.open(this.ofMark(found));
    else if (number >= 0) this.open([make("h2", { id: "details-title" }, "Evidence"), make("ul", { class: "cards" }, resultCard(number))]);
    else if (this.box.open) this.box.close();
  }

  open(content) {
    this.body.replaceChildren(...content.filter(Boolean));
    if (!this.box.open) this.box.showModal();
    this.body.parentElement.scrollTop = 0;
    byId("close").focus();
  }

  ofMark({ said, nodes, of, places, results: numbers }) {
    const cards = numbers ? numbers.map(resultCard) : places.map((place) => placeCard(place));
    const listed = numbers ? numbers.length : Math.min(of, MOST_PLACES);
    const what = numbers ? "result" : "paper";
    const count = listed < of ? make("p", { class: "quiet" }, `The first ${listed} of ${of.toLocaleString("en")} ${what}s:`) : null;
    const ways = data.explorer ? nodes.map(([key, label]) => make("li", {}, away(`${shorten(label, 80)} in the explorer`, explorerAddress(key)))) : [];
    return [make("h2", { id: "details-title", dir: "auto" }, shorten(said, 400)),
      ways.length ? make("ul", { class: "plain" }, ...ways) : null, count, cards.length ? make("ul", { class: "cards" }, ...cards) : null];
  }
}

const MOST_PLACES = 50; // as data.py has it
