// Files for the person who reads the page; nothing leaves the machine.

const FORMULA = /^[=+\-@\t\r]/; // a spreadsheet would run a cell that begins so
const AMOUNT = /^[-+]?[\d.,]+\D{0,3}$/; // less a number with its unit

/** Hand a file to the person, as a download. */
function saveFile(name, blob) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const csvCell = (value) => {
  const text = value === null || value === undefined ? "" : String(value);
  const calm = typeof value === "string" && FORMULA.test(text) && !AMOUNT.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(calm) ? `"${calm.replaceAll('"', '""')}"` : calm;
};

/** Rows of values as a CSV file that spreadsheets read as UTF-8. */
function saveTable(name, rows) {
  const text = rows.map((row) => row.map(csvCell).join(",")).join("\r\n");
  saveFile(name, new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
}
