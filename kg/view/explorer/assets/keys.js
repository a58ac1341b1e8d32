// The drawing by keyboard: arrows go from node to node, letters do what the mouse does.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The node that lies nearest in a direction from `from`, rather straight ahead than to the side; null if none does. */
function nearestTowards(places, from, [dx, dy]) {
  const here = places.get(from);
  let best = null;
  for (const [key, { x, y }] of places) {
    const ahead = (x - here.x) * dx + (y - here.y) * dy;
    const aside = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
    if (key === from || ahead <= 0 || aside > 2 * ahead) continue;
    const cost = ahead + 2 * aside;
    if (best === null || cost < best.cost) best = { key, cost };
  }
  return best?.key ?? null;
}

/** `page` has the state and the ways to change it (see main.js). */
function startKeys(drawing, page) {
  const { stage } = drawing;
  const places = () => new Map([...drawing.shown].map(([key, { x, y }]) => [key, { x, y }]));
  const withNode = (act) => () => { if (page.node() !== null) act(page.node()); };
  const keys = {
    Enter: () => byId("panel").focus(),
    n: withNode(page.open), c: withNode(page.around), x: withNode(page.pick),
    Escape: page.nothing,
    "+": () => zoomBy(drawing, 1.25), "=": () => zoomBy(drawing, 1.25), "-": () => zoomBy(drawing, 0.8), 0: page.fit,
  };
  const arrow = (way) => {
    const all = places();
    const at = page.node();
    const next = at === null || !all.has(at) ? page.middle() : nearestTowards(all, at, way);
    if (next !== null && all.has(next)) page.step(next);
  };
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = event.key in ARROWS ? () => arrow(ARROWS[event.key]) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  const anywhere = { f: page.focus, "?": () => byId("help").showModal() };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in anywhere) || event.target.closest?.("input, textarea, select, dialog")) return;
    event.preventDefault();
    anywhere[event.key]();
  });
}

function zoomBy(drawing, factor) {
  drawing.network.moveTo({ scale: Math.min(4, Math.max(0.1, drawing.network.getScale() * factor)) });
}
