"""Records as a folder of Parquet files that can be made by many, stopped at any moment and gone on with."""

from kg.run.shards.folder import SHARDS, ShardRecords, is_shards
from kg.run.shards.make import Made, add_to_shards, extract_shards

__all__ = ["SHARDS", "Made", "ShardRecords", "add_to_shards", "extract_shards", "is_shards"]
