"""What curators do to documents and facts besides deciding about proposals."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.utils import timezone

from library.models import Document, Fact


def publish_documents(*, document_ids: Collection[int], published: bool) -> int:
    """Show documents to everyone, or to staff alone. Returns how many were changed; those already so are left alone."""
    status = Document.Status.PUBLISHED if published else Document.Status.DRAFT
    others = Document.objects.filter(pk__in=document_ids).exclude(status=status)
    # Search engines are told by the date which pages to read again.
    return others.update(status=status, updated=timezone.now())


def confirm_facts(*, fact_ids: Collection[int], by: User) -> int:
    """Say that facts were checked against their documents. Returns how many were not confirmed before."""
    unconfirmed = Fact.objects.filter(pk__in=fact_ids, confirmed_by=None)
    return unconfirmed.update(confirmed_by=by, confirmed_at=timezone.now())
