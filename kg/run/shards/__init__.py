"""Records as a folder of Parquet files that can be made by many, stopped at any moment and gone on with."""

from kg.run.shards.folder import SHARDS, ShardRecords, is_shards
from kg.run.shards.make import Made, add_to_shards, extract_shards
from kg.run.shards.merge import Merged, build_from, graph_from

__all__ = [
    "SHARDS", "Made", "Merged", "ShardRecords", "add_to_shards", "build_from", "extract_shards", "graph_from",
    "is_shards",
]  # fmt: skip
