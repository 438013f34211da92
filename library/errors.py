"""What can go wrong when the library is read."""


class LibraryError(Exception):
    """Any refusal of this app that is not about a form field."""


class UnknownModel(LibraryError):
    """There is no such AI model, or only drafts speak of it and the reader is not staff."""


class UnknownDocument(LibraryError):
    """There is no such document, or it is a draft and the reader is not staff."""
