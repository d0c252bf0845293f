"""From the wish to approve to the file that says so: who, what, whether it would count, and the signature."""
