"""What a quality manual is made of: frozen values and pure functions, with nothing but the standard library."""
