// The page follows its address: what is open, searched and sorted stands behind the #, so links and Back work.

const STATE = ["figure", "mark", "result", "row", "find", "metric", "sense", "sort"];
let table;
let details;

/** What the address asks for; a plain name behind the # is a place in the page, and asks for nothing. */
function asked() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(STATE.map((name) => [name, parts.get(name)]));
}

/** Change the address by `changes`; a search as it is typed takes the place of the one before. */
function go(changes, instead = false) {
  const next = { ...asked(), row: null, ...changes };
  const parts = new URLSearchParams(STATE.filter((name) => next[name] !== null && next[name] !== undefined).map((name) => [name, next[name]]));
  const address = `#${parts}`;
  if (address !== (location.hash || "#")) history[instead ? "replaceState" : "pushState"](null, "", address);
  render();
}

function render() {
  const state = asked();
  details.follow(state);
  table.follow(state);
}

for (const figure of Object.keys(data.figures)) {
  for (const drawing of byId(figure).querySelectorAll(".drawing")) startMarks(drawing, figure);
}
table = new ResultTable();
details = new Details();
window.addEventListener("popstate", render);
render();
document.documentElement.dataset.ready = "yes";
