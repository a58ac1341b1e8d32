"""What the rules see in one paper: names, abbreviations, terms, and the numbers it reports."""
