"""Documents in forms that leave the repository."""
