"""A text as it reads: Markdown parsed, cleaned of what could harm, and taken apart into blocks; it opens no file."""
