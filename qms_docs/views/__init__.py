"""What a page or a table shows, as values: no HTML, no files, no clock."""
