"""What figures show, computed from a graph's own answers: rows for `kg.plot`, each with the keys it stands on."""
