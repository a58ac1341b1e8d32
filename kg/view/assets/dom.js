// Elements are built here and nowhere else; text goes in as text, so no name or title is ever read as markup.

const byId = (id) => document.getElementById(id);

/** A new element: `on` maps events to handlers, `class` and the rest are attributes; children are nodes or strings. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A button that looks like a link and does `act`. */
const link = (text, act, attributes = {}) =>
  make("button", { type: "button", class: "link", dir: "auto", on: { click: act }, ...attributes }, text);

const parsed = (id) => JSON.parse(byId(id).textContent);
const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
const shorten = (text, length) => {
  const letters = Array.from(text.slice(0, 2 * length + 2));
  return letters.length > length ? `${letters.slice(0, length - 1).join("").trimEnd()}…` : text;
};

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  dot: "M8 2a6 6 0 1 0 .01 0Z",
  hexagon: "M4.5 2.2h7L15 8l-3.5 5.800h-7L1 8Z",
  square: "M2.5 2.500h11v11h-11Z",
  diamond: "M8 .8 15.2 8 8 15.2.8 8Z",
  triangle: "M8 1.5 15 13.500H1Z",
  triangleDown: "M8 14.5 15 2.500H1Z",
  star: "m8 .8 2.1 4.7 5.1.5-3.8 3.4 1.1 5L8 11.800l-4.5 2.6 1.1-5L.8 6l5.1-.5Z",
  paper: "M3.5 1.500h6l3 3v10h-9Z",
  result: "M8 2.500a5.5 5.5 0 1 0 .01 0Z",
};

/** The sign of a kind, as the drawing has it, for legend and lists. */
function icon(kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "sign");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[kind.name] ?? ICONS[kind.shape] ?? ICONS.dot);
  path.setAttribute("fill", kind.colour ?? "#999999");
  svg.append(path);
  return svg;
}
