"""The only code that writes into the repository: whole files or nothing, and nothing that was not asked for."""
