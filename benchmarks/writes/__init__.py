"""How long a single write to a map takes, on a map of a million beside one of a thousand."""
