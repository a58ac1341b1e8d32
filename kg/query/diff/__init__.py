"""Two graphs against each other: what is new, gone and changed."""
