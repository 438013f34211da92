"""Search over documents: their names forgive typing errors, all their words are found as they are written.

The database finds candidates (`sqlite`, `postgresql`), by the trigrams of names and by the words of everything. The
names are then compared with the query as those of concepts are, so that both databases answer alike.
"""

from library.search.finding import DocumentHit, find_documents, suggest_documents

__all__ = ["DocumentHit", "find_documents", "suggest_documents"]
