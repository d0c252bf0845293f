"""What is written about this project for people who look at it, and how that is made."""
