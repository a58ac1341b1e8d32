"""Text as everything reads it: cleaned once, then tokens, sentences and spellings."""
