"""The page that tells what each term of the vocabulary means, made from the ontology and the shapes."""
