"""Numbers against each other: which compare, who is better, where papers disagree."""
