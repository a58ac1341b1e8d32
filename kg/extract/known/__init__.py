"""Known things: phrases, token patterns, what grows on a name, and terms by their head noun."""
