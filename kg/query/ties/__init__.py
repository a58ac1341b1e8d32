"""How things hang together: what stands near, between and beside them, and which pairs nobody has tried."""
