"""Everything that reads: git, files, YAML and Markdown become values of the model or faults here."""
