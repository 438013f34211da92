"""From a document's text to its kind, its parts, and what it proposes. No Django, no database."""
