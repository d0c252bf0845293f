"""What changed between two rendered texts: blocks first, then words; values from values, the standard library alone."""
