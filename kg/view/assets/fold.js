// Texts as they are searched: without case, accents and hyphens.

const PLAIN = /^[\u0000-\u007f]*$/;
// What is typed has no halves of characters, and texts are searched as if they had none.
const unaccented = (text) => (PLAIN.test(text) ? text : (text.toWellFormed?.() ?? text).normalize("NFKD").replace(/\p{M}/gu, ""));
const fold = (text) => unaccented(text).toLowerCase().replace(/[\s\-_‐-―]+/g, " ").trim();
