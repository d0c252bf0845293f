"""The path to certification: six steps and four challenges, and where the organization stands on each."""
