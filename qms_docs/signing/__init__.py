"""What people sign, with which keys, and whether a signature holds (document-control.md 6)."""
