"""What the theme draws around pages: drawn once for all pages that get the same, with gaps for what is their own."""
