"""The terms that the export uses, ours and others'; a misspelt term is an error, never a new property.

Ours are described in `ontology.ttl`. Other vocabularies list only what is used here; rdflib brings the rest
(DCTERMS, PROV, SKOS, SDO, VOID) whole.
"""

# ruff: noqa: N815 - properties are named as RDF names them, in mixed case

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from kg.rdf.prefixes import PREFIXES

__all__ = ["DOCO", "FABIO", "FAIR4ML", "KG", "MLS", "OA", "QUDT"]


class KG(DefinedNamespace):
    """Our own classes and properties."""

    _fail = True
    _NS = Namespace(PREFIXES["kg"])

    Bond: URIRef
    Contribution: URIRef
    Dataset: URIRef
    ExtractionRun: URIRef
    Hardware: URIRef
    Mention: URIRef
    Method: URIRef
    Metric: URIRef
    Model: URIRef
    Result: URIRef
    Rule: URIRef
    Software: URIRef
    SourceLocation: URIRef
    Task: URIRef

    activeParameterCount: URIRef
    architecture: URIRef
    asRecorded: URIRef
    baseline: URIRef
    baselineText: URIRef
    better: URIRef
    boundBy: URIRef
    byDecision: URIRef
    byRule: URIRef
    canonicalUnit: URIRef
    comparesWith: URIRef
    confidence: URIRef
    dataset: URIRef
    datasetText: URIRef
    denseFP16TFLOPS: URIRef
    deviceClass: URIRef
    entity: URIRef
    evaluatesOn: URIRef
    factSource: URIRef
    file: URIRef
    hardware: URIRef
    hardwareText: URIRef
    high: URIRef
    inPaper: URIRef
    inResult: URIRef
    introduces: URIRef
    joinedBy: URIRef
    launchYear: URIRef
    line: URIRef
    memoryBandwidthGBs: URIRef
    memoryGB: URIRef
    memoryGBHigh: URIRef
    memoryType: URIRef
    metricBy: URIRef
    metricEntity: URIRef
    model: URIRef
    modelText: URIRef
    modelVariant: URIRef
    modelVersion: URIRef
    normalQuantity: URIRef
    parameterCount: URIRef
    position: URIRef
    powerW: URIRef
    qualifier: URIRef
    quantity: URIRef
    reportedIn: URIRef
    runsOn: URIRef
    sense: URIRef
    slot: URIRef
    subject: URIRef
    subjectText: URIRef
    surface: URIRef
    task: URIRef
    taskText: URIRef
    uses: URIRef
    vendor: URIRef


class OA(DefinedNamespace):
    """Web Annotation: where a mention stands."""

    _fail = True
    _NS = Namespace(PREFIXES["oa"])

    Annotation: URIRef
    SpecificResource: URIRef
    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef

    end: URIRef
    exact: URIRef
    hasBody: URIRef
    hasSelector: URIRef
    hasSource: URIRef
    hasTarget: URIRef
    start: URIRef


class MLS(DefinedNamespace):
    """ML-Schema: evaluations and what they measure."""

    _fail = True
    _NS = Namespace(PREFIXES["mls"])

    EvaluationMeasure: URIRef
    ModelEvaluation: URIRef
    Task: URIRef
    specifiedBy: URIRef


class QUDT(DefinedNamespace):
    """Quantities."""

    _fail = True
    _NS = Namespace(PREFIXES["qudt"])

    QuantityValue: URIRef
    Unit: URIRef
    hasQuantityKind: URIRef
    hasUnit: URIRef
    numericValue: URIRef
    symbol: URIRef
    unit: URIRef


class FABIO(DefinedNamespace):
    """Kinds of publication."""

    _fail = True
    _NS = Namespace(PREFIXES["fabio"])

    Abstract: URIRef
    Article: URIRef


class DOCO(DefinedNamespace):
    """Parts of a document."""

    _fail = True
    _NS = Namespace(PREFIXES["doco"])

    Title: URIRef


class FAIR4ML(DefinedNamespace):
    """Machine-learning models."""

    _fail = True
    _NS = Namespace(PREFIXES["fair4ml"])

    MLModel: URIRef
