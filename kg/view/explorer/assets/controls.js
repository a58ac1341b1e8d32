// The bar above the drawing: the legend, the filters, what to save, light and dark, the keys.

const FAMILIES_LISTED = 40;

/** One button a kind; `toggle(name)` is called with what is pressed. */
function showLegend(toggle) {
  const used = kinds.filter((kind) => kind.plural);
  byId("legend").replaceChildren(...used.map((kind) =>
    make("button", { type: "button", "data-kind": kind.name, on: { click: () => toggle(kind.name) } }, icon(kind), kind.plural)));
}

function markLegend(shown) {
  for (const button of byId("legend").children) button.setAttribute("aria-pressed", String(shown.includes(button.dataset.kind)));
}

/** Boxes that open under their button, as the browser does it; here they only get their place. */
function placeMenus() {
  for (const menu of document.querySelectorAll("[popover]")) {
    const button = document.querySelector(`[popovertarget="${menu.id}"]`);
    menu.addEventListener("toggle", ({ newState }) => {
      button.setAttribute("aria-expanded", String(newState === "open"));
      if (newState !== "open") return;
      const { left, bottom } = button.getBoundingClientRect();
      menu.style.top = `${bottom + 6}px`;
      menu.style.maxHeight = `${innerHeight - bottom - 14}px`;
      menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
    });
  }
}

const option = (value, text) => make("option", { value }, text);

/** The filters, filled from the graph; `apply(filter)` is called with each change. */
class Filters {
  constructor(store, apply) {
    this.store = store;
    this.apply = apply;
    this.filter = NO_FILTER;
    this.fillRelations();
    this.fillMetrics();
    this.fillHardware();
    const change = (name, value) => this.change({ [name]: value });
    byId("least").addEventListener("change", ({ target }) => change("least", Math.max(1, Math.floor(Number(target.value)) || 1)));
    byId("metric").addEventListener("change", ({ target }) => change("metric", target.value || null));
    byId("hardware").addEventListener("change", ({ target }) => change("hardware", target.value || null));
    byId("reset").addEventListener("click", () => this.change(NO_FILTER));
  }

  change(given) {
    const next = { ...this.filter, ...given };
    if (!sameFilter(next, this.filter)) this.apply(next);
  }

  fillRelations() {
    const counts = new Array(relations.length).fill(0);
    for (const relation of this.store.edges.relation) counts[relation] += 1;
    const alike = (reads) => relations.filter((relation) => relation.reads === reads).length > 1;
    const boxes = relations.flatMap(({ name, reads }, number) => {
      if (!counts[number]) return [];
      const box = make("input", { type: "checkbox", checked: true, "data-relation": name });
      box.addEventListener("change", () => this.change({ without: this.unchecked() }));
      return [make("label", {}, box, make("span", {}, alike(reads) ? `${reads ?? name} (${name})` : reads ?? name), make("span", { class: "quiet" }, counts[number].toLocaleString("en")))];
    });
    byId("relations").append(...boxes);
  }

  unchecked() {
    return [...byId("relations").querySelectorAll("input:not(:checked)")].map((box) => box.dataset.relation).sort();
  }

  fillMetrics() {
    const { metrics, metric } = this.store.results;
    const counts = new Array(metrics.length).fill(0);
    for (const number of metric) counts[number] += 1;
    const order = [...metrics.keys()].sort((a, b) => counts[b] - counts[a] || (metrics[a] < metrics[b] ? -1 : 1));
    byId("metric").append(...order.map((number) => option(metrics[number], `${metrics[number].replaceAll("_", " ")} (${counts[number]})`)));
  }

  /** Families of hardware by how many papers name them or a member, then the classes that makers give their devices. */
  fillHardware() {
    const { store } = this;
    const devices = [...store.nodes.kind.keys()].filter((node) => store.is(node, "hardware"));
    const tops = devices.filter((node) => store.sources(node, "broader").length);
    const families = tops.map((node) => [store.key(node), store.label(node), this.papersOn(store.family(node))]);
    const classes = [...new Set(devices.map((node) => store.facts(node).device_class).filter(Boolean))];
    const known = classes.map((name) => [`class:${name}`, name, this.papersOn(hardwareMeant(store, `class:${name}`))]);
    for (const [label, rows] of [["Families", families], ["Classes of devices", known]]) {
      const named = rows.filter(([, , papers]) => papers).sort((a, b) => b[2] - a[2] || (a[1] < b[1] ? -1 : 1)).slice(0, FAMILIES_LISTED);
      if (named.length) byId("hardware").append(make("optgroup", { label }, ...named.map(([value, name, papers]) => option(value, `${shorten(name, 60)} (${papers})`))));
    }
  }

  papersOn(nodes) {
    const papers = new Set();
    for (const node of nodes) for (const row of this.store.into(node)) if (this.store.is(this.store.edges.from[row], "paper")) papers.add(this.store.edges.from[row]);
    return papers.size;
  }

  /** Show a filter as it is set, however it came to be. */
  show(filter) {
    this.filter = filter;
    for (const box of byId("relations").querySelectorAll("input")) box.checked = !filter.without.includes(box.dataset.relation);
    byId("least").value = filter.least;
    const hardware = byId("hardware");
    if (filter.hardware !== null && ![...hardware.options].some(({ value }) => value === filter.hardware)) {
      const known = this.store.number.get(filter.hardware);
      hardware.append(option(filter.hardware, known === undefined ? filter.hardware : shorten(this.store.label(known), 60)));
    }
    byId("metric").value = filter.metric ?? "";
    hardware.value = filter.hardware ?? "";
    const set = Number(filter.without.length > 0) + Number(filter.least > 1) + Number(filter.metric !== null) + Number(filter.hardware !== null);
    byId("filter").textContent = set ? `Filters (${set})` : "Filters";
  }
}

/** Light, dark, or as the machine is set; kept for the next time where the browser lets a page keep things. */
function startTheme(changed) {
  const button = byId("theme");
  const order = ["auto", "light", "dark"];
  const kept = { read: () => { try { return localStorage.getItem("kg-theme"); } catch { return null; } }, write: (value) => { try { localStorage.setItem("kg-theme", value); } catch { /* not kept */ } } };
  const set = (theme) => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = { auto: "Auto", light: "Light", dark: "Dark" }[theme];
    button.setAttribute("aria-label", `Colours: ${theme === "auto" ? "as the system is set" : theme}`);
  };
  let theme = order.includes(kept.read()) ? kept.read() : "auto";
  set(theme);
  button.addEventListener("click", () => {
    theme = order[(order.indexOf(theme) + 1) % order.length];
    set(theme);
    kept.write(theme);
    changed();
  });
}
