"""The pages of which there are very many: drawn, kept and written in groups, beside MkDocs."""
