"""Deciding about proposals: accepting, refusing, and taking back."""

from library.deciding.accepting import accept, refuse, reopen, stamp_of_open
from library.deciding.undoing import last_acceptance, undo

__all__ = ["accept", "last_acceptance", "refuse", "reopen", "stamp_of_open", "undo"]
