"""Standards as data: clause numbers, short titles and paraphrase of our own; check against your copy."""
