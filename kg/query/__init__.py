"""Questions to a graph, in the words a person would use; answers that carry their sentences."""

from kg.query.answers import Answer, Table
from kg.query.devices import DeviceConditions
from kg.query.diff.changes import Changes, changes_between
from kg.query.figures.plots import Plot, Plots
from kg.query.hits import EntityHit, Evidence, Neighbour, PaperHit, ResultHit
from kg.query.knowledge import KnowledgeGraph
from kg.query.numbers.beats import Rival, Rivals
from kg.query.numbers.faster import FasterThan
from kg.query.numbers.results import ResultFilters, ResultGroup, Results
from kg.query.numbers.versus import Comparison, MetricGroup, Verdict
from kg.query.papers import Devices, Entities, Papers, Places
from kg.query.ties.around import Neighbourhood, Node
from kg.query.ties.matrix import Gap, Gaps, Matrix
from kg.query.ties.paths import Path, PathStep
from kg.query.ties.together import Cooccurring, Together
from kg.query.why import FormReason, Why

__all__ = [
    "Answer", "Changes", "Comparison", "Cooccurring", "DeviceConditions", "Devices", "Entities", "EntityHit",
    "Evidence", "FasterThan", "FormReason", "Gap", "Gaps", "KnowledgeGraph", "Matrix", "MetricGroup", "Neighbour",
    "Neighbourhood", "Node", "PaperHit", "Papers", "Path", "PathStep", "Places", "Plot", "Plots", "ResultFilters",
    "ResultGroup", "ResultHit", "Results", "Rival", "Rivals", "Table", "Together", "Verdict", "Why", "changes_between",
]  # fmt: skip
