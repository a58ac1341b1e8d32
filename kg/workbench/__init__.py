"""Tools for people who tend rules: run their examples, see why a text gives what it gives."""
