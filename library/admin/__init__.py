"""Curating the library: one module a subject. Importing this package registers everything."""

from library.admin.documents import DocumentAdmin
from library.admin.evidence import AIModelAdmin, CitationAdmin, FactAdmin
from library.admin.intakes import IntakeAdmin
from library.admin.questions import QuestionAdmin

__all__ = ["AIModelAdmin", "CitationAdmin", "DocumentAdmin", "FactAdmin", "IntakeAdmin", "QuestionAdmin"]
