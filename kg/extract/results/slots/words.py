"""The words that tell names from other words, and comparisons with somebody from those with anybody."""

from __future__ import annotations

import re

__all__ = [
    "ACTS", "ANYONES", "COMPARING", "DETERMINERS", "EQUAL", "NOT_ACTS", "NOT_NAMES", "NO_RIVALS", "PLAIN_ENDS",
    "PLURAL_HEADS", "TECHNIQUE", "VAGUE_HEADS", "VAGUE_KINDS", "WIDE_MODELS",
]  # fmt: skip

# Verbs that follow the name of a system: "Dormouse keeps only", "Krill is".
ACTS = (
    "is was can keeps uses makes lets turns trains runs serves adds brings holds takes needs gets gives loses fits sits"
    " cuts places streams stores prunes detects splits extends schedules learns shares removes replaces offloads"
    r" performs reaches achieves attains obtains outperforms improves reduces delivers shows swaps trims lifts overlaps"
    r" classifies recognises suggests matches leads beats ends pushes sustains shrinks lowers saves"
    r" \w+(?:izes|ises|ates|ifies|resses|duces|tains|forms|cts|ches|shes)"
).split()
# Words read as verbs elsewhere that do not make the name before them act: "a ResNet with 91%".
NOT_ACTS = frozenset("with having higher lower faster less more fewer better".split())

# Endings of plain English words, however they are written.
PLAIN_ENDS = (
    "ly", "ing", "ings", "tion", "tions", "sion", "ment", "ments", "ness", "ity", "ance", "ence", "ers", "als",
)  # fmt: skip
# Capitalised words that name no method: small words, adverbs, companies, fields, months.
NOT_NAMES = frozenset(
    "we our the this that these those it its they in on at for with by from to of and or but while when where as if"
    " here there such both each all some most many more our existing prior recent modern current given using based"
    " experiments results evaluations however moreover furthermore additionally finally specifically notably further"
    " compared versus unlike first second third also thus hence code table figure section training inference fine"
    " end despite although since because after before during across under over per no not one two three four state"
    " art large small deep new novel what why how does do can is are was were large-scale extensive empirical"
    " evaluated measured tested running remarkably surprisingly importantly together overall meanwhile instead"
    " sota soa rgb sql llm llms kv ai ml api apis id ghz mhz nevertheless nonetheless consequently therefore today"
    " whether which who every even only just conversely english chinese french german nvidia intel amd google meta"
    " microsoft openai huggingface github python january february march april may june july august september october"
    " november december".split()
)

# Words that compare, besides the links of the grammar, and those that make "to" or "with" compare.
COMPARING = frozenset("below behind match matches matching matched rivals rivaling rivalling".split())
EQUAL = frozenset("comparable competitive par similar identical equal".split())

# What stands before a class that is anyone's, and after it: "existing offloading systems".
ANYONES = (
    "existing", "state-of-the-art", "state-of-art", "prior", "previous", "sota", "soa", "current", "widely",
)  # fmt: skip
PLURAL_HEADS = "baselines solutions systems methods approaches techniques frameworks algorithms works counterparts"

# A phrase after "than" or "over" names a rival by its technique ("regular decoding"), not by these words.
DETERMINERS = frozenset("the a an its their our any all each both those that these this one".split())
VAGUE_KINDS = frozenset(
    "existing previous prior current recent other best strong stronger strongest original same most leading popular"
    " representative competitive comparable state-of-the-art state-of-art sota soa widely used known reported several"
    " many two three four five various respective corresponding latest earlier similar alternative only optimal"
    .split()
)  # fmt: skip
VAGUE_HEADS = frozenset(
    "baseline baselines method methods approach approaches system systems solution solutions technique techniques work"
    " works model models counterpart counterparts version versions implementation implementations setup setting"
    " settings algorithm algorithms framework frameworks ones others that those alternative alternatives"
    " competitor competitors result results practice design designs scheme schemes strategy strategies variant variants"
    " network networks kernel kernels architecture architectures training inference performance researchers scores"
    " engine engines".split()
)
NO_RIVALS = frozenset(
    "time course years months days hours period epochs iterations steps seconds minutes length range number all what"
    " when expected previously thought random it them tasks datasets benchmarks samples matrices cases".split()
)
TECHNIQUE = re.compile(r"(?:ing|tion|sion|compute|precision|cache|search|attention)$")

# Classes of models so wide that their name says nothing about what was measured.
WIDE_MODELS = frozenset((
    "llm", "llms", "large language model", "large language models", "language models", "dnn", "dnns",
    "neural network", "neural networks", "deep neural networks", "deep networks", "deep models",
    "pre-trained models", "foundation models",
))  # fmt: skip
