// What is seen, to keep: a picture as SVG or PNG, the facts behind it as CSV. Nothing leaves the machine.

const PNG_SCALE = 2;
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** The facts behind the picture, a row each: all edges between the nodes `keys`, with the sentences they stand on. */
function saveFacts(store, keys) {
  const inside = new Set(keys.map((key) => store.number.get(key)));
  const rows = [["from", "from_kind", "relation", "to", "to_kind", "paper", "section", "sentence", "marked", "rule", "mentions"]];
  for (const node of inside) {
    for (const row of store.outOf(node)) {
      const to = store.edges.to[row];
      if (!inside.has(to)) continue;
      const found = evidenceOf(store, row);
      rows.push([store.label(node), store.kind(node).name, store.relation(row).name, store.label(to), store.kind(to).name, ...sentenceCells(store, found)]);
    }
  }
  saveTable("graph.csv", rows);
}

function sentenceCells(store, found) {
  if (!found) return ["", "", "", "", "", ""];
  const title = found.paper === null ? "" : store.papers.title[found.paper];
  return [title, found.section ?? "", found.text.slice(found.from, found.to), found.text.slice(found.start, found.end), found.rule, found.count];
}

/** Results as a table of their own. */
function saveResults(store, nodes) {
  const slots = ["subject", "baseline", "hardware", "model", "dataset", "task"];
  const rows = [["result", "metric", "value", "unit", "factor", "confidence", ...slots, "paper", "section", "sentence", "marked", "rule", "mentions"]];
  for (const node of nodes) {
    const { amount, measure, value, unit, normal, confidence } = resultFacts(store, node);
    const names = slots.map((slot) => store.targets(node, slot).map((other) => store.label(other)).join("; "));
    const [report] = [...store.into(node)].filter((row) => store.relation(row).name === "has_result");
    const found = report === undefined ? null : evidenceOf(store, report);
    rows.push([amount, measure, value, unit, normal, confidence, ...names, ...sentenceCells(store, found)]);
  }
  saveTable("results.csv", rows);
}

/** A new element of SVG, with text as text. */
function makeSvg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map((child) => (typeof child === "string" ? child.replace(NOT_XML, "\ufffd") : child)));
  return element;
}

const rounded = (value) => String(Math.round(value * 10) / 10);

/** What is seen of the drawing, as an SVG element with a legend under it. */
function pictureOf(drawing, title) {
  const { clientWidth: width, clientHeight: height } = drawing.stage;
  const seen = kinds.filter((kind) => [...drawing.shown.values()].some((node) => node.kind === kind));
  const foot = 34;
  const svg = makeSvg("svg", { xmlns: SVG, width, height: height + foot, viewBox: `0 0 ${width} ${height + foot}`, "font-family": FONT });
  svg.append(makeSvg("title", {}, title), makeSvg("rect", { width: "100%", height: "100%", fill: drawing.theme.ground }));
  const at = (key) => drawing.network.canvasToDOM(drawing.network.getPosition(key));
  const scale = drawing.network.getScale();
  svg.append(makeSvg("g", {}, ...drawing.lines.flatMap((line) => lineInPicture(drawing, line, at(line.from), at(line.to), scale))));
  svg.append(makeSvg("g", {}, ...[...drawing.shown.values()].map((node) => nodeInPicture(drawing, node, at(node.key), scale))));
  svg.append(makeSvg("g", { "text-anchor": "middle" }, ...drawing.labels.flatMap((name) => nameInPicture(drawing, name))));
  svg.append(makeSvg("rect", { y: height, width: "100%", height: foot, fill: drawing.theme.ground }), legendInPicture(drawing, seen, height + foot / 2));
  return svg;
}

function lineInPicture(drawing, line, from, to, scale) {
  const { colour, width, opacity } = drawing.lineLook(line);
  const reach = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const end = (drawing.shown.get(line.to).size + 3) * scale;
  const [ux, uy] = [(to.x - from.x) / reach, (to.y - from.y) / reach];
  const [x, y] = [to.x - ux * end, to.y - uy * end];
  const head = 5 * Math.max(0.6, scale);
  const paint = { stroke: colour, "stroke-width": rounded(width * Math.max(0.6, scale)), opacity };
  const dashes = line.relation.dashes?.length ? { "stroke-dasharray": line.relation.dashes.join(" ") } : {};
  const points = [[x, y], [x - ux * head - uy * head / 2, y - uy * head + ux * head / 2], [x - ux * head + uy * head / 2, y - uy * head - ux * head / 2]];
  const ahead = line.relation.name === "together" ? [] : [makeSvg("polygon", { points: points.map((point) => point.map(rounded).join(",")).join(" "), fill: colour, opacity })];
  return [
    makeSvg("line", { x1: rounded(from.x), y1: rounded(from.y), x2: rounded(x), y2: rounded(y), ...paint, ...dashes }),
    ...ahead,
  ];
}

function nodeInPicture(drawing, { key, kind, size }, { x, y }, scale) {
  const state = drawing.stateOf(key);
  const zoom = (size * scale) / 6.2; // signs are drawn in a box of 16, some 12 of it wide
  const border = state === "chosen" ? drawing.theme.ink : drawing.theme.edge;
  return makeSvg("path", {
    d: ICONS[kind.name] ?? ICONS[kind.shape] ?? ICONS.dot, transform: `translate(${rounded(x)} ${rounded(y)}) scale(${zoom.toFixed(3)}) translate(-8 -8)`,
    fill: kind.colour ?? drawing.theme.quiet, stroke: border, "stroke-width": (state === "chosen" ? 3 : 1.3) / zoom, opacity: state === "dim" ? 0.35 : 1,
  });
}

function nameInPicture(drawing, { left, right, top, lines, line, size, weight, colour, opacity }) {
  return lines.map((words, number) => makeSvg("text", {
    x: rounded((left + right) / 2), y: rounded(top + line * (number + 0.5)), "dominant-baseline": "central", "font-size": rounded(size), "font-weight": weight,
    fill: colour, stroke: drawing.theme.ground, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke", opacity,
  }, words));
}

function legendInPicture(drawing, seen, middle) {
  const group = makeSvg("g", { "font-size": 13 });
  let x = 16;
  for (const kind of seen) {
    group.append(makeSvg("path", { d: ICONS[kind.name] ?? ICONS[kind.shape] ?? ICONS.dot, transform: `translate(${x} ${middle - 8})`, fill: kind.colour ?? drawing.theme.quiet, stroke: drawing.theme.edge }));
    group.append(makeSvg("text", { x: x + 22, y: middle, "dominant-baseline": "central", fill: drawing.theme.ink }, kind.plural ?? kind.name));
    x += 42 + 7.6 * (kind.plural ?? kind.name).length;
  }
  return group;
}

const svgBlob = (svg) => new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });

function saveSvg(drawing, title) { saveFile("graph.svg", svgBlob(pictureOf(drawing, title))); }

/** The same picture in pixels, twice as fine as on the screen. */
async function savePng(drawing, title) {
  const svg = pictureOf(drawing, title);
  const image = new Image();
  const address = URL.createObjectURL(svgBlob(svg));
  image.src = address;
  await image.decode();
  const canvas = make("canvas", { width: svg.getAttribute("width") * PNG_SCALE, height: svg.getAttribute("height") * PNG_SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/png"); });
  saveFile("graph.png", blob);
}
