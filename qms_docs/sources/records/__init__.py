"""Records read from the repository: values and faults by the bytes of each file, and history along the line."""
