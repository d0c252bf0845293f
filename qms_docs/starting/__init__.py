"""Beginning a manual: the starter documents, and the files of a repository around them."""
