"""The page on which a curator decides about what a document proposes, beside its text."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from library import deciding
from library.admin.listing import MOST_MARKS, ON_A_PAGE, Listing, listing_of
from library.admin.marks import Mark, stretches
from library.admin.shown import groups_of
from library.deciding.edits import FIELDS
from library.errors import DecisionRefused
from library.models import Document, Proposal

# What a decision makes or deletes is asked for when it does.
_MAY_DECIDE = "library.change_proposal"


def review_page(model_admin: admin.ModelAdmin, request: HttpRequest, document_id: int) -> HttpResponse:
    """Shows the proposals of a document; does what was decided. Queries: as many for ten proposals as for thousands."""
    documents = Document.objects.select_related("map", "waiting_text").defer("waiting_text__recognized")
    document = documents.filter(pk=document_id).first()
    if document is None:
        raise Http404("There is no such document.")
    if not model_admin.has_view_permission(request, document) or not request.user.has_perm(
        "library.view_proposal"
    ):
        raise PermissionDenied
    refusal: ValidationError | None = None
    if request.method == "POST":
        if not request.user.has_perm(_MAY_DECIDE):
            raise PermissionDenied
        try:
            if said := _decide(request, document):
                model_admin.log_change(request, document, said)
                messages.success(request, said)
                return HttpResponseRedirect(request.get_full_path())
        except ValidationError as error:
            refusal = error
    listing = listing_of(document, request.GET)
    context = {
        **model_admin.admin_site.each_context(request),
        **_context(document, listing, _typed(request), refusal),
        "may_decide": request.user.has_perm(_MAY_DECIDE),
        # The text and what it proposes need the whole width.
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/library/document/review.html", context)


def _context(
    document: Document, listing: Listing, typed: Mapping[str, str], refusal: ValidationError | None
) -> dict[str, Any]:
    chosen = listing.rows(document).select_related("decided_by", "became__map")
    proposals = list(chosen[listing.first : listing.first + ON_A_PAGE])
    faults = refusal.faults if isinstance(refusal, DecisionRefused) else {}
    on_page = {proposal.pk for proposal in proposals}
    return {
        "title": "Review what it proposes",
        "subtitle": document.title,
        "original": document,
        "opts": Document._meta,
        "listing": listing,
        "groups": list(
            groups_of(
                proposals,
                first=listing.first,
                open_counts=listing.open_by_kind(),
                seen={
                    kind: deciding.stamp_of_open(document, kind) for kind in {row.kind for row in proposals}
                },
                typed=typed,
                faults=faults,
            )
        ),
        "filters": [listing.by_state(), listing.by_kind()],
        "earlier": listing.address(page=listing.page - 1) if listing.page > 1 else "",
        "later": listing.address(page=listing.page + 1) if listing.page < listing.pages else "",
        "stretches": stretches(document.text, _marks(document, listing, proposals)),
        "last": deciding.last_acceptance(document),
        "refusals": _refusals(refusal, on_page),
        "reason": typed.get("reason", ""),
    }


def _refusals(refusal: ValidationError | None, on_page: Collection[int]) -> list[str]:
    """What stands at the top: all that is not about a proposal of this page."""
    if isinstance(refusal, DecisionRefused):
        elsewhere = [fault for pk, fault in refusal.faults.items() if pk not in on_page]
        return list(dict.fromkeys(elsewhere))
    return list(refusal.messages) if refusal else []


def _marks(document: Document, listing: Listing, proposals: list[Proposal]) -> list[Mark]:
    """The places that all chosen proposals quote; of very many, those of this page. Queries: up to 1."""
    rows: Any = [(row.pk, row.kind, row.start, row.end) for row in proposals]
    first = listing.first
    if listing.pages > 1 and listing.total <= MOST_MARKS:
        rows, first = listing.rows(document).values_list("pk", "kind", "start", "end"), 0
    return [
        Mark(number, pk, kind, start, end, _address(listing, number, pk))
        for number, (pk, kind, start, end) in enumerate(rows, start=first + 1)
    ]


def _address(listing: Listing, number: int, proposal: int) -> str:
    page = (number - 1) // ON_A_PAGE + 1
    return f"{'' if page == listing.page else listing.address(page=page)}#proposal-{proposal}"


def _typed(request: HttpRequest) -> dict[str, str]:
    """What a form that was not taken is filled with again."""
    if request.method != "POST":
        return {}
    typed = {name: str(value) for name, value in request.POST.items()}
    return {**typed, "chosen": ",".join(request.POST.getlist("chosen"))}


def _decide(request: HttpRequest, document: Document) -> str:
    """Do what the pressed button says. Returns what was done, in a sentence; nothing when only Enter was pressed."""
    act, _, kind = request.POST.get("do", "").partition(":")
    doer = _ACTS.get(act)
    return doer(request, document, kind) if doer else ""


def _chosen(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal() and len(pk) < 19]


def _accept(request: HttpRequest, document: Document, kind: str) -> str:
    """The chosen ones, or all open ones of a kind, if they are those that were open when the page was made."""
    ids = _chosen(request)
    kind, _, seen = kind.partition(":")
    if kind:
        rows = document.proposals.filter(state=Proposal.State.OPEN, kind=kind)
        ids = list(rows.values_list("pk", flat=True))
    acceptance = deciding.accept(
        document=document,
        proposal_ids=ids,
        by=_user(request),
        edits=_edits(request, set(ids)),
        seen=(kind, seen) if kind else None,
        allowed=request.user.has_perm,
    )
    return f"Accepted: {_proposals(acceptance.proposals.count())}."


def _refuse(request: HttpRequest, document: Document, kind: str) -> str:
    count = deciding.refuse(
        document=document,
        proposal_ids=_chosen(request),
        reason=request.POST.get("reason", ""),
        by=_user(request),
    )
    return f"Refused: {_proposals(count)}."


def _reopen(request: HttpRequest, document: Document, kind: str) -> str:
    count = deciding.reopen(document=document, proposal_ids=_chosen(request))
    return f"Open again: {_proposals(count)}."


def _undo(request: HttpRequest, document: Document, kind: str) -> str:
    """The acceptance whose button was pressed; only the last one has a button."""
    if not request.user.has_perm("library.change_acceptance"):
        raise PermissionDenied
    last = deciding.last_acceptance(document)
    if last is None or str(last.pk) != kind:
        raise ValidationError("Something else was accepted or undone in the meantime. Nothing was undone.")
    count = deciding.undo(acceptance=last, by=_user(request), allowed=request.user.has_perm)
    return f"Undone: {_proposals(count)} open again."


_ACTS: Mapping[str, Callable[[HttpRequest, Document, str], str]] = {
    "accept": _accept,
    "refuse": _refuse,
    "reopen": _reopen,
    "undo": _undo,
}


def _edits(request: HttpRequest, ids: Collection[int]) -> dict[int, dict[str, str]]:
    """What stands in the fields of these proposals, by proposal."""
    names = {name for fields in FIELDS.values() for name in fields}
    edits: dict[int, dict[str, str]] = {}
    for typed, value in request.POST.items():
        pk, _, name = typed.partition("-")
        if name in names and pk.isdecimal() and len(pk) < 19 and int(pk) in ids:
            edits.setdefault(int(pk), {})[name] = str(value)
    return edits


def _user(request: HttpRequest) -> Any:
    return request.user


def _proposals(count: int) -> str:
    return f"{count:,} proposal{'' if count == 1 else 's'}"
