"""Search over maps and concepts that forgives typing errors.

Errors are forgiven in words: `spelling` says where in the sorted words of all maps those may stand that were meant, and
`vocabulary` reads them; `likeness` says how like they are, `lookups` which rows are worth reading, and `sqlite` or
`postgresql` reads these. `ranking` compares all their words with the query, so that both databases answer alike.
`titles` forgives nothing: it tells whether a title names one concept.
"""

from concepts.search.finding import search, suggest
from concepts.search.found import Hit
from concepts.search.titles import slugs_titled

__all__ = ["Hit", "search", "slugs_titled", "suggest"]
