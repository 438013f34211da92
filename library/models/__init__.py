"""Documents, what they cite and state, and what a curator is asked about them. Every write goes through `revising`."""

from library.models.ai_model import AIModel
from library.models.citation import Citation
from library.models.document import Document
from library.models.fact import Attribute, Fact
from library.models.intake import Intake
from library.models.likeness_index import LikenessIndex
from library.models.proposal import Acceptance, Proposal
from library.models.question import Question, Spending
from library.models.revision import LibraryState, revising
from library.models.waiting_text import WaitingText

__all__ = [
    "AIModel",
    "Acceptance",
    "Attribute",
    "Citation",
    "Document",
    "Fact",
    "Intake",
    "LibraryState",
    "LikenessIndex",
    "Proposal",
    "Question",
    "Spending",
    "WaitingText",
    "revising",
]
