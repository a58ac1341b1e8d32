"""Names by the text around them: wording that points at them, definitions in brackets, lists."""
