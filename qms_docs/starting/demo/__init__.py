"""The sample organization after years of work: a story, told in `story/`, that is written as a repository."""
