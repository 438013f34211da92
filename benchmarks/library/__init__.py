"""The library of 10,000 documents: its list, its search and what is like what."""
