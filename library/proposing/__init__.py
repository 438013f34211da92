"""What a document says that the atlas does not, as proposals for a curator."""

from library.proposing.ahead import Ahead, look_ahead
from library.proposing.making import propose
from library.proposing.syncing import Proposed

__all__ = ["Ahead", "Proposed", "look_ahead", "propose"]
