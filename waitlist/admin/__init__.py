"""The waitlist as staff see it. States are not edited by hand: people are invited, taken off the list, or erased."""

from waitlist.admin import signups, withheld

__all__ = ["signups", "withheld"]
