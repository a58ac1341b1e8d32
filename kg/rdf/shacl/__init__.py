"""Exports held against the SHACL shapes of `shapes.ttl`; pyshacl is heavy, so modules are imported one by one."""
