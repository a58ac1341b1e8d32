"""The parts of `benchmarks/speed.py`: a module for each section of its table, and what they share."""
