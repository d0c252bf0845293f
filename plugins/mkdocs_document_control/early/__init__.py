"""What another process draws before it is known how the site will be; it is used where it turns out to be right."""
