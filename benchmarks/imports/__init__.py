"""How long maps take to import, beside rows that are merely inserted."""
