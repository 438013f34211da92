"""From a document's text to its kind, its parts, and the concepts and facts that it proposes. No Django, no database."""
