"""When two names are one thing: folded spellings, canonical keys, the entities of a paper."""
