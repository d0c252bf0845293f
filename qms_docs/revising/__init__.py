"""From the wish to revise, withdraw or begin a document to the file that says so."""
