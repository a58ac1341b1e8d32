"""The work of a run and who does it: this process, some beside it, or a cluster. The answers are the same bytes."""
