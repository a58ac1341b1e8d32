"""The vocabulary and literals as N-Triples writes them; what emits and what reads triples share them.

Statements are text from the start: a line of N-Triples costs a tenth of what objects for its three terms do.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pyoxigraph import NamedNode
from rdflib import RDF, RDFS, SDO, SKOS, VOID, XSD, URIRef
from rdflib.namespace import DCTERMS, PROV

from kg.model import SLOTS
from kg.rdf.vocabulary import DOCO, FABIO, FAIR4ML, KG, MLS, OA, QUDT


def _node(term: URIRef) -> str:
    return f"<{term}>"


A = _node(RDF.type)
LABEL = _node(RDFS.label)
IDENTIFIER = _node(DCTERMS.identifier)
VALUE = _node(PROV.value)

# classes
ABSTRACT = _node(FABIO.Abstract)
ACTIVITY = _node(PROV.Activity)
ANNOTATION = _node(OA.Annotation)
ARTICLE = _node(SDO.ScholarlyArticle)
ARTICLE_TEXT = _node(FABIO.Article)
ASSOCIATION = _node(PROV.Association)
BOND = _node(KG.Bond)
CONCEPT = _node(SKOS.Concept)
CONCEPT_SCHEME = _node(SKOS.ConceptScheme)
CONTRIBUTION = _node(KG.Contribution)
DATASET_OF_TRIPLES = _node(VOID.Dataset)
EVALUATION = _node(MLS.ModelEvaluation)
MEASURE = _node(MLS.EvaluationMeasure)
MENTION = _node(KG.Mention)
PLAN = _node(PROV.Plan)
POSITION_SELECTOR = _node(OA.TextPositionSelector)
PROV_ENTITY = _node(PROV.Entity)
QUANTITY_VALUE = _node(QUDT.QuantityValue)
QUOTE_SELECTOR = _node(OA.TextQuoteSelector)
RESULT = _node(KG.Result)
RULE = _node(KG.Rule)
RUN = _node(KG.ExtractionRun)
SOFTWARE_AGENT = _node(PROV.SoftwareAgent)
SOURCE_LOCATION = _node(KG.SourceLocation)
SPECIFIC_RESOURCE = _node(OA.SpecificResource)
TITLE_PART = _node(DOCO.Title)
UNIT_CLASS = _node(QUDT.Unit)

# properties
AGENT = _node(PROV.agent)
ALT_LABEL = _node(SKOS.altLabel)
AS_RECORDED = _node(KG.asRecorded)
BETTER = _node(KG.better)
BOUND_BY = _node(KG.boundBy)
BROADER = _node(SKOS.broader)
BY_DECISION = _node(KG.byDecision)
BY_RULE = _node(KG.byRule)
COMPARES_WITH = _node(KG.comparesWith)
CONFIDENCE = _node(KG.confidence)
DESCRIPTION = _node(DCTERMS.description)
END = _node(OA.end)
ENTITY = _node(KG.entity)
EVALUATES_ON = _node(KG.evaluatesOn)
EXACT = _node(OA.exact)
FILE = _node(KG.file)
HAD_PLAN = _node(PROV.hadPlan)
HAS_ABSTRACT = _node(DCTERMS.abstract)
HAS_BODY = _node(OA.hasBody)
HAS_PART = _node(DCTERMS.hasPart)
HAS_SELECTOR = _node(OA.hasSelector)
HAS_SOURCE = _node(OA.hasSource)
HAS_TARGET = _node(OA.hasTarget)
HIGH = _node(KG.high)
IN_PAPER = _node(KG.inPaper)
IN_RESULT = _node(KG.inResult)
IN_SCHEME = _node(SKOS.inScheme)
INTRODUCES = _node(KG.introduces)
JOINED_BY = _node(KG.joinedBy)
LINE = _node(KG.line)
MENTIONS = _node(SDO.mentions)
METRIC_BY = _node(KG.metricBy)
METRIC_ENTITY = _node(KG.metricEntity)
NORMAL_QUANTITY = _node(KG.normalQuantity)
NUMERIC_VALUE = _node(QUDT.numericValue)
POSITION = _node(KG.position)
PREF_LABEL = _node(SKOS.prefLabel)
QUALIFIED_ASSOCIATION = _node(PROV.qualifiedAssociation)
QUALIFIER = _node(KG.qualifier)
QUANTITY = _node(KG.quantity)
QUANTITY_KIND = _node(QUDT.hasQuantityKind)
REPORTED_IN = _node(KG.reportedIn)
RUNS_ON = _node(KG.runsOn)
SENSE = _node(KG.sense)
SLOT = _node(KG.slot)
SOFTWARE_VERSION = _node(SDO.softwareVersion)
SOURCE = _node(DCTERMS.source)
SPECIFIED_BY = _node(MLS.specifiedBy)
START = _node(OA.start)
SURFACE = _node(KG.surface)
SYMBOL = _node(QUDT.symbol)
TITLE = _node(DCTERMS.title)
TOP_CONCEPT_OF = _node(SKOS.topConceptOf)
UNIT = _node(QUDT.hasUnit)
UNIT_AS_BEFORE = _node(QUDT.unit)  # as QUDT called it, and much data still does
URI_SPACE = _node(VOID.uriSpace)
USED = _node(PROV.used)
USES = _node(KG.uses)
WAS_ASSOCIATED_WITH = _node(PROV.wasAssociatedWith)
WAS_DERIVED_FROM = _node(PROV.wasDerivedFrom)
WAS_GENERATED_BY = _node(PROV.wasGeneratedBy)

SLOT_LINKS = {slot: _node(KG[slot]) for slot in SLOTS}
SLOT_TEXTS = {slot: _node(KG[f"{slot}Text"]) for slot in SLOTS}

# The fields of `Facts`, each by the literal that tells it.
FACT_TEXTS = {
    "vendor": _node(KG.vendor),
    "device_class": _node(KG.deviceClass),
    "architecture": _node(KG.architecture),
    "memory_type": _node(KG.memoryType),
    "source": _node(KG.factSource),
    "version": _node(KG.modelVersion),
    "variant": _node(KG.modelVariant),
    "better": BETTER,
    "unit": _node(KG.canonicalUnit),
}
FACT_AMOUNTS = {
    "memory_gb": _node(KG.memoryGB),
    "memory_gb_high": _node(KG.memoryGBHigh),
    "bandwidth_gb_s": _node(KG.memoryBandwidthGBs),
    "fp16_tflops": _node(KG.denseFP16TFLOPS),
    "power_w": _node(KG.powerW),
    "parameters": _node(KG.parameterCount),
    "active_parameters": _node(KG.activeParameterCount),
}
FACT_YEARS = {"year": _node(KG.launchYear)}

TYPE_CLASSES = {
    "method": (_node(KG.Method),),
    "model": (_node(KG.Model), _node(FAIR4ML.MLModel)),
    "hardware": (_node(KG.Hardware),),
    "metric": (_node(KG.Metric), MEASURE),
    "dataset": (_node(KG.Dataset), _node(SDO.Dataset)),
    "task": (_node(KG.Task), _node(MLS.Task)),
    "software": (_node(KG.Software), _node(SDO.SoftwareApplication)),
}

_DECIMAL = _node(XSD.decimal)
_INTEGER = _node(XSD.integer)
_JSON = _node(RDF.JSON)


_TO_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def says(subject: str, *facts: tuple[str, str]) -> list[str]:
    """Return a statement for each (property, value)."""
    return [f"{subject} {property_} {value} .\n" for property_, value in facts]


def as_node(term: str) -> NamedNode:
    """Return a term as the node that a store is asked with."""
    return NamedNode(term[1:-1])


def text(value: str) -> str:
    return f'"{_escaped(value)}"'


def integer(value: int) -> str:
    return f'"{value}"^^{_INTEGER}'


def json_text(value: str) -> str:
    return f'"{_escaped(value)}"^^{_JSON}'


def decimal(value: float) -> str:
    """Return the shortest exact decimal of a float in XSD's canonical form, which stores keep as written."""
    digits = format(Decimal(repr(value)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f'"{"0" if digits == "-0" else digits}"^^{_DECIMAL}'


def _escaped(value: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", value)
