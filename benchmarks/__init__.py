"""A manual of any size with a known history, and what it costs to read, check and build it."""
