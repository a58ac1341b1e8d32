"use strict";

// The page asks the endpoint beside it and nothing else. All that an answer holds is put in as text.

const START = "SELECT ?kind (COUNT(?thing) AS ?things)\nWHERE { ?thing a ?kind }\nGROUP BY ?kind\nORDER BY DESC(?things)\nLIMIT 20\n";
const SHOWN = 1000;
const HERE = [["kg:", "https://w3id.org/kg-abstracts/ns#"], ["id:", "https://w3id.org/kg-abstracts/id/"]];
const NUMBERS = /#(integer|decimal|double|float)$/;

const at = (id) => document.getElementById(id);
let asked = null; // what stops the question that is being asked

function made(name, text, className) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function say(text, wrong) {
  at("said").textContent = text;
  at("said").classList.toggle("wrong", Boolean(wrong));
}

function busy(is) {
  at("stop").disabled = !is;
  at("ask").disabled = is;
}

function offer(can) {
  at("csv").disabled = at("json").disabled = !can;
}

async function fetched(accept, signal) {
  const body = new URLSearchParams({ query: at("query").value });
  const response = await fetch("sparql", { method: "POST", body, headers: { Accept: accept }, signal });
  if (!response.ok) throw new Error((await response.text()).trim() || `the server says ${response.status}`);
  return response;
}

async function ask() {
  if (asked) asked.abort();
  const own = (asked = new AbortController());
  keep();
  busy(true);
  offer(false);
  at("answer").replaceChildren();
  say("asking …");
  const began = performance.now();
  try {
    const response = await fetched("application/sparql-results+json, text/turtle;q=0.9", own.signal);
    const type = response.headers.get("content-type") || "";
    const told = type.startsWith("text/turtle") ? showGraph(await response.text()) : showRows(await response.json());
    say(`${told}, ${((performance.now() - began) / 1000).toFixed(2)} s`);
    offer(true);
  } catch (error) {
    if (asked === own) say(error.name === "AbortError" ? "stopped" : words(error), error.name !== "AbortError");
  } finally {
    if (asked === own) {
      asked = null;
      busy(false);
    }
  }
}

function words(error) {
  return error instanceof TypeError ? "the server cannot be reached; is kg serve still running?" : error.message;
}

function showGraph(text) {
  at("answer").replaceChildren(made("pre", text));
  return "triples";
}

function showRows(answer) {
  if ("boolean" in answer) {
    at("answer").replaceChildren(made("p", answer.boolean ? "yes" : "no"));
    return "an answer";
  }
  const rows = answer.results.bindings;
  const table = made("table");
  const head = table.appendChild(made("thead")).appendChild(made("tr"));
  for (const name of answer.head.vars) {
    const cell = made("th", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = table.appendChild(made("tbody"));
  for (const row of rows.slice(0, SHOWN)) {
    const line = body.appendChild(made("tr"));
    for (const name of answer.head.vars) line.append(cellOf(row[name]));
  }
  at("answer").replaceChildren(table);
  const counted = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
  return rows.length > SHOWN ? `${counted}; the first ${SHOWN.toLocaleString("en")} are shown` : counted;
}

function cellOf(term) {
  const cell = made("td");
  if (!term) return cell;
  if (term.type === "uri") cell.append(linkTo(term.value));
  else if (term.type === "literal" || term.type === "typed-literal") {
    cell.textContent = term.value;
    if (NUMBERS.test(term.datatype || "")) cell.className = "number";
  } else cell.textContent = term.type === "bnode" ? `_:${term.value}` : JSON.stringify(term.value);
  return cell;
}

// What the graph speaks of is described here; other addresses lead where they say.
function linkTo(iri) {
  const home = HERE.find(([, space]) => iri.startsWith(space));
  if (!home && !/^https?:\/\//.test(iri)) return made("span", iri);
  const link = made("a", home ? home[0] + iri.slice(home[1].length) : iri);
  link.title = iri;
  link.rel = "noopener noreferrer";
  link.href = home ? `#query=${encodeURIComponent(`DESCRIBE <${iri}>`)}&ask` : iri;
  return link;
}

async function download(accept, name) {
  say("fetching …");
  try {
    const response = await fetched(accept);
    const link = made("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(`saved as ${name}`);
  } catch (error) {
    say(words(error), true);
  }
}

function keep() {
  history.replaceState(null, "", `#query=${encodeURIComponent(at("query").value)}`);
}

function recall() {
  const [, text, now] = /^#query=([^&]*)(&ask)?$/.exec(location.hash) || [];
  if (text === undefined) return;
  try {
    at("query").value = decodeURIComponent(text);
  } catch {
    return;
  }
  if (now) ask();
}

async function showShipped() {
  const response = await fetch("api/queries");
  const queries = await response.json();
  for (const query of queries) {
    const option = made("option", query.name);
    option.value = query.name;
    at("named").append(option);
  }
  at("named").addEventListener("change", () => choose(queries.find((query) => query.name === at("named").value)));
}

function choose(query) {
  at("purpose").textContent = query ? query.purpose : "";
  at("values").replaceChildren();
  if (!query) return;
  for (const parameter of query.parameters) {
    const label = made("label", parameter.name);
    const input = made("input");
    input.name = parameter.name;
    input.value = parameter.default;
    input.inputMode = parameter.number ? "decimal" : "text";
    input.addEventListener("input", () => fill(query));
    input.addEventListener("keydown", (event) => event.key === "Enter" && ask());
    label.append(made("span", ` – ${parameter.text}`, "text"), input);
    at("values").append(label);
  }
  fill(query);
}

// Answers may come in another order than the keys were pressed: the last press counts.
let fills = 0;
async function fill(query) {
  const own = ++fills;
  const values = new URLSearchParams();
  for (const input of at("values").querySelectorAll("input")) values.set(input.name, input.value);
  try {
    const response = await fetch(`api/queries/${encodeURIComponent(query.name)}?${values}`);
    const told = await response.json();
    if (own !== fills) return;
    if (response.ok) at("query").value = told.query;
    say(response.ok ? "" : told.error, !response.ok);
  } catch (error) {
    say(words(error), true);
  }
}

at("query").value = START;
recall();
window.addEventListener("hashchange", recall);
at("ask").addEventListener("click", ask);
at("stop").addEventListener("click", () => asked && asked.abort());
at("csv").addEventListener("click", () => download("text/csv, application/n-triples;q=0.9", "answer.csv"));
at("json").addEventListener("click", () => download("application/sparql-results+json, application/ld+json;q=0.9", "answer.json"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    ask();
  }
});
showShipped().catch((error) => say(words(error), true));
