"""What was signed, published or stored is held against the repository."""
