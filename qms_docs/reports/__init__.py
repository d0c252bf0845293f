"""Values as text, JSON and CSV: pure functions, equal input gives equal output."""
