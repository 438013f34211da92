"""Search over maps and concepts that forgives typing errors.

The database finds candidates by the trigrams they share with the query (`sqlite`, `postgresql`); `ranking` then
compares their words with those of the query, so that both databases answer alike.
"""

from concepts.search.finding import search, suggest
from concepts.search.found import Hit

__all__ = ["Hit", "search", "suggest"]
