"""Our index beside what a user would assemble in an afternoon: the same texts, the same model, the same questions."""
