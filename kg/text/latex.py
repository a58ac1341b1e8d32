"""LaTeX in running text made readable: one pass, which opens one level of nested commands.

Every pattern looks at most a fixed distance ahead or stops at the next brace or dollar, so a pass takes time
in proportion to the length of the text, whatever the text is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

__all__ = ["readable"]

_Replacement = str | Callable[[re.Match[str]], str]


def _table(names_and_signs: str) -> dict[str, str]:
    words = names_and_signs.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_SYMBOLS = _table("""
    times ×  pm ±  mp ∓  div ÷  cdot ·  ast *  star *  dagger †  ddagger ‡  prime '  infty ∞  partial ∂
    nabla ∇  ell ℓ  hbar ħ  approx ≈  le ≤  leq ≤  leqslant ≤  ge ≥  geq ≥  geqslant ≥  ne ≠  neq ≠  equiv ≡
    propto ∝  ll ≪  gg ≫  lesssim ≲  gtrsim ≳  to →  rightarrow →  longrightarrow →  leftarrow ←
    Rightarrow ⇒  Leftrightarrow ⇔  leftrightarrow ↔  mapsto ↦  uparrow ↑  downarrow ↓  in ∈  notin ∉
    subset ⊂  subseteq ⊆  cup ∪  cap ∩  setminus ∖  forall ∀  exists ∃  otimes ⊗  oplus ⊕  odot ⊙  circ ∘
    degree °  textdegree °  mid |  vert |  Vert ||  lVert ||  rVert ||  lvert |  rvert |  langle ⟨  rangle ⟩
    ldots ...  dots ...  cdots ...  sum ∑  prod ∏  int ∫  bullet •  textbullet •  checkmark ✓  textmu μ
    texttimes ×  textendash –  textemdash —  textasciitilde ~  textasciicircum ^  textunderscore _
    textregistered ®  texttrademark ™  alpha α  beta β  gamma γ  delta δ  epsilon ε  varepsilon ε  zeta ζ
    eta η  theta θ  vartheta ϑ  iota ι  kappa κ  lambda λ  mu μ  nu ν  xi ξ  pi π  rho ρ  sigma σ  tau τ
    upsilon υ  phi φ  varphi φ  chi χ  psi ψ  omega ω  Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π
    Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ  Omega Ω
""") | {
    "left": "", "right": "", "big": "", "bigl": "", "bigr": "", "Big": "", "Bigl": "", "Bigr": "",
    "limits": "", "quad": " ", "qquad": " ", "space": " ", "newline": " ", "linebreak": " ",
}  # fmt: skip
_OPERATORS = frozenset(
    {"log", "ln", "exp", "min", "max", "sup", "inf", "arg", "argmin", "argmax", "sin", "cos", "tanh", "lim"}
)

# Only in braces: alone, \O and \L are more often an author's own big O and loss.
_LETTERS = _table("oe œ  OE Œ  ae æ  AE Æ  aa å  AA Å  ss ß  o ø  O Ø  l ł  L Ł  i i  j j")

_STYLES = (
    "text(?:bf|it|tt|sc|sf|rm|up|sl|md|normal)?|emph|mbox|hbox|underline|uline|url|ensuremath|boldsymbol|bm"
    "|math(?:cal|bf|bb|rm|sf|it|tt|frak|scr|normal)|operatorname|(?:wide)?(?:tilde|hat)|bar|overline|vec"
)
_SWITCHES = "em|bf|it|tt|sc|sf|rm|sl|bfseries|itshape|ttfamily|small|footnotesize|large"

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
# In running text "it\'s" and "they\'re" are escaped apostrophes: an accent stands on these letters only.
_ACCENTED_LETTERS = frozenset("aeiouyAEIOUYcnszCNSZ")


def _accent(match: re.Match[str]) -> str:
    composed = unicodedata.normalize("NFC", match["letter"] + _ACCENTS[match["mark"]])
    return composed if len(composed) == 1 else match["letter"]


def _accent_in_word(match: re.Match[str]) -> str:
    letter, after = match["letter"], match.string[match.end() : match.end() + 1]
    possessive = letter == "s" and not after.isalpha()
    return match["mark"] + letter if possessive or letter not in _ACCENTED_LETTERS else _accent(match)


def _symbol(match: re.Match[str]) -> str:
    name = match.group(1)
    if name in _OPERATORS:
        return " " * match.string[match.start() - 1 : match.start()].isalnum() + name
    return _SYMBOLS.get(name, match.group())


def _code_point(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    return match.group() if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


# Each rule with what no text matches it without: most texts are not even searched.
_RULES: tuple[tuple[str, str, _Replacement], ...] = (
    # quotes and dashes as LaTeX types them
    ("", r"``|''", '"'),
    ("--", r"(?<=[\d%×])--(?=\d)", "–"),
    # commands whose argument no reader wants, and commands with more than the text as argument
    ("\\", r"~?\\(?:[cC]ite[a-z]{0,10}|ref|eqref|label|footnote|thanks|vspace|hspace)\*?\{[^{}]*\}", ""),
    ("\\", r"\\(?:textcolor|href)\{[^{}]*\}\{([^{}]*)\}", r"\1"),
    ("\\", r"\\textsuperscript\{([^{}]*)\}", r"^{\1}"),
    ("\\", r"\\unicode\{x([0-9a-fA-F]{1,6})\}", _code_point),
    ("\\", r"\\[dt]?frac\{([\w.]{1,40})\}\{([\w.]{1,40})\}", r"\1/\2"),
    # accents; without braces only inside a word, for at its start \" is more often an escaped quote
    ("\\", r"\\(?P<mark>['`\"^~=.])\{\\?(?P<letter>[A-Za-z])\}", _accent),
    ("\\", r"(?<=[A-Za-z])\\(?P<mark>['`\"^~=.])\\?(?P<letter>[A-Za-z])", _accent_in_word),
    ("\\", r"\\(?P<mark>[cvuHkr])\{\\?(?P<letter>[A-Za-z])\}", _accent),
    ("\\", r"\{ ?\\(oe|OE|ae|AE|aa|AA|ss|o|O|l|L|i|j) ?\}", lambda match: _LETTERS[match.group(1)]),
    # styles and groups
    ("\\", rf"\\(?:{_STYLES})\*? ?\{{([^{{}}]*)\}}", r"\1"),
    ("\\", rf"\\(?:{_STYLES}) ([A-Za-z])(?![A-Za-z])", r"\1"),
    ("\\", rf"\{{ ?\\(?:{_SWITCHES})(?![A-Za-z]) ?([^{{}}]*)\}}", r"\1"),
    ("\\", r"(?<![\w}\]^])\{(\\[A-Za-z]+)\}", r"\1"),
    ("\\", r"\^ ?\{? ?\\(?:circ|degree)(?![A-Za-z]) ?\}?", "°"),
    ("{", r"\{([,=<>]?)\}", r"\1"),
    # an exponent inside a name keeps its braces, or gets them: they show where it ends
    ("{", r"(?<=[\^_])\{([+-]?\d{1,9}|[A-Za-z]{1,20}|\*)\}(?!\w)", r"\1"),
    ("$", r"(?<=\w)\$\^(\d)\$(?=[A-Za-z])", r"^{\1}"),
    ("\\", r"\\sqrt\{([\w.]{1,40})\}", r"√\1"),
    # ties, before the sign for "about" can be taken for one
    ("~", r"(?<=[A-Za-z)\].,:;])~(?=[A-Za-z(\[\\])", " "),
    ("~", r"(?<=\d)~(?=[A-Za-z\\])", " "),
    ("~", r"(?<![\w.])([A-Za-z][\w-]{0,40})~(?=\d)", r"\1 "),
    # symbols: a "~" after a letter would read as a tie, hence the spaces
    ("\\", r"(?<=[A-Za-z)\].,:;])\\sim(?![A-Za-z])", " ~ "),
    ("\\", r"\\sim(?![A-Za-z])", "~"),
    ("\\", r"\\([A-Za-z]+)", _symbol),
    # mathematics: "$...$" where it cannot be money; after a letter (`Beta$(a,b)$`) it starts with a sign
    ("$", r"(?<!\\)\$([^\w\s$]{0,20})(?<!\\)\$", r"\1"),
    (
        "$",
        r"(?:(?<![A-Za-z\\])(?!\$\d)|(?=\$[\^_({\\=<>≤≥≈~±×→]))(?<!\\)\$(?!\s)([^$]{1,300})(?<![\s\\])\$(?!\d)",
        r"\1",
    ),
    ("$", r"(?<!\\)\$(\d(?![\d.,]{0,20}[KMBTkmbt]?\+? [a-z])[^$]{0,300})(?<![\s\\])\$(?!\d)", r"\1"),
    # escapes and spacing
    ("\\", r"\\[()\[\]!/-]", ""),
    ("\\", r"\\[,;: ]|\\\\", " "),
    ("\\", r"\\\|", "||"),
    ("\\", r"\\([%&#_${}'\"])", r"\1"),
)  # fmt: skip
_COMPILED = tuple((needed, re.compile(pattern), replacement) for needed, pattern, replacement in _RULES)


def readable(text: str) -> str:
    """Apply every rule once, in order."""
    for needed, pattern, replacement in _COMPILED:
        if needed in text:
            text = pattern.sub(replacement, text)
    return text
