"""From the wish to begin, close or amend a record to the file that says so."""
