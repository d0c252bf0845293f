"""Records as a firm keeps them: opened, gone on with and closed over the years."""
