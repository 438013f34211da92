"""What can go wrong when the library is read."""


class LibraryError(Exception):
    """Any refusal of this app that is not about a form field."""


class UnknownDocument(LibraryError):
    """There is no such document, or it is a draft and the reader is not staff."""
