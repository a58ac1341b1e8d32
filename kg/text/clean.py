"""Make the text of a title or an abstract readable, once, before any offset into it exists.

What is changed
* encoding damage ("Ã©"), curly quotes, ligatures and wide letters, by ftfy (NFC); LaTeX ``quotes''
* HTML entities (`&gt;`), white space of every kind (one space), invisible and control characters (gone)
* LaTeX: escapes (`\\%`), accents (`M\\'elange`), symbols (`4\\times`, `\\alpha`), styles (`\\textbf{X}`,
  `{\\em X}`), `$...$` and `\\(...\\)`, spacing commands, `10^{3}` (`10^3`), ties (`Layer~3`), citations
  (gone), `10--20` (an en dash)

What stays as it stands, because the number grammar reads it or because nobody can tell what it was
* residue that has lost its backslash: `2.88times`, `sim500`, `muJ`, `mathcal{O}(1/epsilon^4)`, `8.377,s`
* `~` that means "about" or "to" (`~5`, `1M~60M`), dashes, carets, amounts of money (`$1.5M`)
* an exponent inside a name, whose braces show where it ends: `M^{3}ViT`, and `D$^3$CL` as `D^{3}CL`
* commands that are not in the tables below (`\\methodname`) and mathematics that has no plain form
"""

from __future__ import annotations

import html
import re
import unicodedata

import ftfy

from kg.text import latex

__all__ = ["clean"]

# Each pass opens one level of nested commands; text that is still moving after these many was made to annoy.
_PASSES = 6

_FTFY = ftfy.TextFixerConfig(unescape_html=False, normalization="NFC", explain=False)
_SUSPECT = re.compile(r"[^ -#%'-[\]_a-z|}]")  # all but printable ASCII without \\ $ ~ & ` { ^
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TRIGGERS = re.compile(r"[\\${}~&`]|'(?=')")


def clean(text: str) -> str:
    """Return the readable form of `text`, on one line; cleaning it again changes nothing. Never raises."""
    text = " ".join(text.split())
    if not (_SUSPECT.search(text) or "''" in text or "--" in text):
        return text
    for _ in range(_PASSES):
        cleaned = _pass(text)
        if cleaned == text:
            return text
        text = cleaned
    return _pass(_TRIGGERS.sub("", text))


def _pass(text: str) -> str:
    if not text.isascii():
        text = _mend_characters(text)
    text = _CONTROL.sub("", _ENTITY.sub(_unescape, text))
    return " ".join(latex.readable(text).split())


def _mend_characters(text: str) -> str:
    text = _INVISIBLE.sub("", _LONE_SURROGATE.sub("\ufffd", text))
    # ftfy works line by line, and a line separator inside a title is only white space to us
    return unicodedata.normalize("NFC", ftfy.fix_text(" ".join(text.split()), _FTFY))


def _unescape(match: re.Match[str]) -> str:
    return html.unescape(match.group())
