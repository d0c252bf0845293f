"""A whole site that is built once more while nothing at all could be otherwise."""
