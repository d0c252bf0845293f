"""The audit pack: everything that an auditor asks for on one day, in one file that proves itself."""
