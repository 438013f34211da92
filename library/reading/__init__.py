"""Bytes of a file into clean text with its structure. Knows nothing of Django and fetches nothing.

Formats: plain text, Markdown, HTML, PDF and Word (.docx), told apart by what is in the file, then by its name.
"""

from library.reading.files import read_file
from library.reading.text import MOST_BYTES, DocumentRefused, Part, ReadText

__all__ = ["MOST_BYTES", "DocumentRefused", "Part", "ReadText", "read_file"]
