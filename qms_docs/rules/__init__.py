"""The rules of document control: one requirement each, one module a family, the page in the docstring."""
