"""Which documents are like which, and why.

The relay builds an index after each change (`building`), from concepts and topics that documents share and from their
words (`texts`); requests read it (`index`) and rank from one document by `graph.ranking` (`similar`).
"""

from library.likeness.similar import Similar, similar_documents

__all__ = ["Similar", "similar_documents"]
