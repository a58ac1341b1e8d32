// The table of all results: searched, filtered and sorted as the address says, drawn a slice at a time.

const SLICE = 100;
const COLUMNS = [
  { name: "amount", head: "Result" }, { name: "measure", head: "What" }, { name: "subject", head: "Subject" },
  { name: "baseline", head: "Compared with" }, { name: "hardware", head: "Hardware" }, { name: "model", head: "Model" },
  { name: "dataset", head: "Dataset" }, { name: "task", head: "Task" }, { name: "factor", head: "Compares as", number: true },
  { name: "confidence", head: "Confidence", number: true }, { name: "title", head: "Paper" },
];
/** A number in four digits; a large one by its power of ten. */
const round = (number) => (Math.abs(number) < 1e7 ? Number(number.toPrecision(4)).toLocaleString("en", { maximumFractionDigits: 4 }) : String(Number(number.toPrecision(4)).toExponential()).replace("e+", "e"));

/** The amount for comparing, with its unit: `2x`, `1.4–2.1x`, `3,600 s`; nothing where there is none. */
function comparable(row) {
  const { factor, high, unit } = results;
  if (factor[row] === null) return "";
  const ends = [factor[row], high[row]].filter((end) => end !== null).map(round).join("–");
  return unit[row] === "x" ? `${ends}x` : `${ends} ${unit[row]}`;
}

/** What a cell shows, as text. */
function cellText(name, row) {
  if (name === "title") return data.papers[data.places[results.place[row]][0]][1];
  if (name === "confidence") return results.confidence[row]?.toFixed(2) ?? "";
  if (name === "factor") return comparable(row);
  return results[name][row] ?? "";
}

class ResultTable {
  constructor() {
    this.rows = results.key.map((_, row) => row);
    this.searched = null;
    this.state = null;
    this.head();
    for (const name of ["metric", "sense"]) {
      const values = [...new Set(results[name])].sort();
      byId(name).append(...values.map((value) => make("option", { value }, value.replaceAll("_", " "))));
      byId(name).addEventListener("change", () => go({ [name]: byId(name).value || null }, true));
    }
    byId("find").addEventListener("input", () => go({ find: byId("find").value || null }, true));
    byId("more").addEventListener("click", () => {
      const before = this.drawn;
      this.draw(this.drawn + SLICE);
      byId("table").tBodies[0].rows[before]?.querySelector("button").focus();
    });
    byId("save").addEventListener("click", () => this.save());
  }

  head() {
    const heads = COLUMNS.map(({ name, head }) => make("th", { scope: "col", "data-column": name, class: `cell-${name}` },
      make("button", { type: "button", on: { click: () => this.turn(name) } }, head, make("span", { class: "way", "aria-hidden": "true" }))));
    byId("table").tHead.append(make("tr", {}, ...heads));
  }

  /** Sort by a column, then the other way round, then not at all. */
  turn(name) {
    const sort = this.state.sort === name ? `-${name}` : this.state.sort === `-${name}` ? null : name;
    go({ sort }, true);
  }

  /** Show what the address asks for. */
  follow(state) {
    const known = ["find", "metric", "sense", "sort"].every((name) => this.state && this.state[name] === state[name]);
    this.state = state;
    if (!known) {
      for (const name of ["find", "metric", "sense"]) if (byId(name).value !== (state[name] ?? "")) byId(name).value = state[name] ?? "";
      this.rows = this.ordered(this.filtered());
      this.draw(SLICE);
    }
    if (state.row !== null) this.show(state.row);
  }

  filtered() {
    const { find, metric, sense } = this.state;
    this.searched ??= results.key.map((_, row) => fold(COLUMNS.map(({ name }) => cellText(name, row)).join(" | ")));
    const words = fold(find ?? "").split(" ");
    return results.key.map((_, row) => row).filter((row) => (metric === null || results.metric[row] === metric)
      && (sense === null || results.sense[row] === sense) && words.every((word) => this.searched[row].includes(word)));
  }

  ordered(rows) {
    const column = COLUMNS.find(({ name }) => name === this.state.sort?.replace("-", ""));
    const turned = this.state.sort?.startsWith("-") ? -1 : 1;
    for (const head of byId("table").tHead.rows[0].cells) {
      const sorted = head.dataset.column === column?.name;
      if (sorted) head.setAttribute("aria-sort", turned > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    if (!column) return rows;
    const value = column.number ? (row) => results[column.name][row] : (row) => fold(cellText(column.name, row));
    const empty = (row) => value(row) === null || value(row) === "";
    const unit = (row) => (column.name === "factor" ? (results.unit[row] === "x" ? "" : results.unit[row] ?? "") : "");
    const sign = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    return rows.sort((a, b) => empty(a) - empty(b) || sign(unit(a), unit(b)) || turned * sign(value(a), value(b)) || a - b);
  }

  draw(count) {
    this.drawn = Math.min(count, this.rows.length);
    byId("table").tBodies[0].replaceChildren(...this.rows.slice(0, this.drawn).map((row) => this.row(row)));
    const rest = this.rows.length - this.drawn;
    byId("more").hidden = rest === 0;
    byId("more").textContent = `Show ${Math.min(rest, SLICE)} more of ${rest.toLocaleString("en")}`;
    byId("found").textContent = this.rows.length === results.key.length ? plural(results.key.length, "result")
      : `${this.rows.length.toLocaleString("en")} of ${plural(results.key.length, "result")}`;
  }

  row(row) {
    const cells = COLUMNS.map(({ name, number }) => {
      const text = shorten(cellText(name, row), 160);
      if (name !== "amount") return make("td", { class: number ? "number" : `cell-${name}`, dir: "auto" }, text);
      return make("th", { scope: "row" }, link(text || "evidence", () => go({ ...CLOSED, result: results.key[row] })));
    });
    return make("tr", { "data-row": row, class: this.state.row === results.key[row] ? "chosen" : null }, ...cells);
  }

  /** Bring the row of a result into view; where a filter hides it, the filter gives way. */
  show(key) {
    const row = results.key.indexOf(key);
    if (row < 0) return;
    if (!this.rows.includes(row)) { go({ find: null, metric: null, sense: null }, true); return; }
    this.draw(Math.max(this.drawn, SLICE * Math.ceil((this.rows.indexOf(row) + 1) / SLICE)));
    const found = byId("table").querySelector(`[data-row="${row}"]`);
    found.scrollIntoView({ block: "center" });
    found.querySelector("button").focus({ preventScroll: true });
  }

  save() {
    const columns = [...COLUMNS.map(({ name, head }) => [head, (row) => cellText(name, row)]),
      ["Group", (row) => results.group[row] ?? ""], ["Rank", (row) => results.rank[row] ?? ""],
      ["Sentence", (row) => data.sentences[data.places[results.place[row]][2]]], ["Rule", (row) => data.rules[data.places[results.place[row]][3]]],
      ["Key", (row) => results.key[row]]];
    saveTable("results.csv", [columns.map(([head]) => head), ...this.rows.map((row) => columns.map(([, text]) => String(text(row))))]);
  }
}
