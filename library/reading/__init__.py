"""Files that are handed in, read into clean text. No Django, no database, no network."""
