// Search over every label and alias, drawn or not: a list under the box that arrows and Enter work.

const HITS_SHOWN = 12;

/** What is searched: one entry a spelling, folded; results are left to the details of what they are about. */
function searchEntries(store) {
  const entries = [];
  for (let node = 0; node < store.size; node += 1) {
    const weight = Math.log2(2 + store.degree(node)) + (store.kind(node).name === "result" ? -20 : 0);
    entries.push({ node, text: fold(store.label(node)), alias: null, weight });
    for (const alias of store.aliases(node)) entries.push({ node, text: fold(alias), alias, weight });
  }
  return entries;
}

/** How well `text` answers the words typed: 0 not at all; whole name, then beginning, then a word's beginning. */
function matchScore(text, query, words) {
  for (const word of words) if (!text.includes(word)) return 0;
  if (text === query) return 400;
  if (text.startsWith(query)) return 300;
  if (text.includes(` ${query}`)) return 200;
  return words.every((word) => text.startsWith(word) || text.includes(` ${word}`)) ? 150 : 100;
}

/** The best hits, one a node: { node, alias, value }. A single letter hits nearly all: only the best are kept on the way. */
function findHits(entries, typed) {
  const query = fold(typed);
  if (!query) return [];
  const words = query.split(" ");
  const hits = []; // best first
  for (const { node, text, alias, weight } of entries) {
    const score = matchScore(text, query, words);
    if (score === 0) continue;
    const value = score + 8 * weight - Math.min(text.length, 60) / 10;
    if (hits.length === HITS_SHOWN && value <= hits.at(-1).value) continue;
    const known = hits.findIndex((hit) => hit.node === node);
    if (known >= 0 && hits[known].value >= value) continue;
    if (known >= 0) hits.splice(known, 1);
    const place = hits.findIndex((hit) => hit.value < value);
    hits.splice(place < 0 ? hits.length : place, 0, { node, alias, value });
    hits.length = Math.min(hits.length, HITS_SHOWN);
  }
  return hits;
}

/** Bring the search box to life; `choose` is called with the number of the node picked. */
function startSearch(store, choose) {
  const box = byId("search");
  const list = byId("hits");
  const entries = searchEntries(store);
  let hits = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const pick = (place) => {
    box.blur(); // a phone puts its keyboard away
    box.value = store.label(hits[place].node).slice(0, 200);
    choose(hits[place].node);
  };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) box.setAttribute("aria-activedescendant", `hit-${at}`);
  };
  const item = (hit, place) => {
    const kind = store.kind(hit.node);
    const also = hit.alias === null ? null : make("span", { class: "also" }, ` also ${shorten(hit.alias, 40)}`);
    const name = make("span", { class: "name", dir: "auto" }, shorten(store.label(hit.node), 120), also);
    const count = make("span", { class: "count" }, kind.name);
    // mousedown comes before the box loses focus and closes the list
    const on = { mousedown: (event) => { event.preventDefault(); pick(place); } };
    return make("li", { id: `hit-${place}`, role: "option", "aria-selected": "false", on }, icon(kind), name, count);
  };
  const show = () => {
    hits = findHits(entries, box.value);
    const none = make("li", { class: "none" }, "No name or title holds that.");
    list.replaceChildren(...(hits.length ? hits.map(item) : [none]));
    list.hidden = box.value.trim() === "";
    box.setAttribute("aria-expanded", String(!list.hidden));
    mark(hits.length ? 0 : -1);
  };
  const keys = {
    ArrowDown: () => (list.hidden ? show() : mark((at + 1) % hits.length)),
    ArrowUp: () => mark((at - 1 + hits.length) % hits.length),
    Enter: () => { if (!list.hidden && at >= 0) pick(at); },
    Escape: close,
  };
  box.addEventListener("input", show);
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (!(event.key in keys)) return;
    event.preventDefault();
    if (event.key === "Escape" || hits.length || list.hidden) keys[event.key]();
  });
  if (box.value && document.activeElement === box) show(); // somebody was quicker than the graph
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest?.("input, textarea")) return;
    event.preventDefault();
    box.focus();
  });
}
