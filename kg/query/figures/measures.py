"""What metrics of results are called, and which of them are measures of speed, of memory and of quality."""

from __future__ import annotations

from collections.abc import Mapping

from kg.query.hits import ResultHit

__all__ = ["LEAST_SURE", "MEMORY", "QUALITY", "SPEED", "UNNAMED", "factor_of", "measure_name"]

SPEED = frozenset(("speedup", "throughput", "latency", "time"))
MEMORY = frozenset(("memory", "storage"))
# Measures of quality that are stated in percent or points of a hundred, so that one axis holds them all.
QUALITY = frozenset(
    "accuracy top1 top5 f1 map miou iou bleu rouge wer pass_at_k exact_match auc error win_rate".split()
)
UNNAMED = frozenset(("other", "reduction"))
# Of results read with less confidence than this, most are wrong: see docs/results.md.
LEAST_SURE = 0.6

_NAMES = {
    "top1": "top-1 accuracy", "top5": "top-5 accuracy", "map": "mAP", "miou": "mIoU", "iou": "IoU", "bleu": "BLEU",
    "rouge": "ROUGE", "wer": "word error rate", "pass_at_k": "pass@k", "fid": "FID", "psnr": "PSNR", "ssim": "SSIM",
    "auc": "AUC", "f1": "F1", "flops": "FLOPs", "score": "score, not named", "speedup": "speed", "time": "run time",
}  # fmt: skip


def measure_name(metric: str, labels: Mapping[str, str]) -> str:
    """What people call a metric key; `labels` has the label of each entity."""
    entity = f"metric-{metric.replace('_', '-')}"
    return _NAMES.get(metric) or labels.get(entity) or metric.replace("_", " ")


def factor_of(hit: ResultHit) -> tuple[float, float | None] | None:
    """The ends of a result as a factor of improvement, None where it has no sound one."""
    return (hit.normal.value, hit.normal.high) if hit.normal is not None and hit.normal.unit == "x" else None
