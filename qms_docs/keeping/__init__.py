"""What was worked out once and would be worked out the same again, kept between runs in the user's own cache folder."""
