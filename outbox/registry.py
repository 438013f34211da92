"""Which function does which kind of work. Apps register theirs when they start; the outbox imports none of them."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, cast

from django.utils.module_loading import import_string

from outbox.errors import UnknownKind

if TYPE_CHECKING:
    from outbox.models import Job

_handlers: dict[str, str] = {}
_groups: dict[str, str] = {}
_secret: set[str] = set()
_unrecorded: set[str] = set()
_when_given_up: dict[str, str] = {}
_tidiers: list[str] = []


def register(
    *,
    kind: str,
    handler: str,
    group: str = "",
    secret: bool = False,
    unrecorded: bool = False,
    when_given_up: str = "",
) -> None:
    """Let the function at the dotted path `handler` do the jobs of a kind.

    It is called with the job, outside any transaction, and may be called again for the same job: after a failure, or
    when a relay died before it could finish the row. One whose effects are in the database calls
    `outbox.leases.finish` in its own transaction, so that both hold or neither. One that takes long tells
    `outbox.progress.report` how far it is; one that knows no further attempt to help raises `outbox.errors.GivenUp`,
    and one that knows that none will for a while `outbox.errors.NotYet`.

    `group`: kinds that may all be held up by the same thing, a mail server say, and together leave room for others.
    `secret`: the payload is forgotten when a job is done. `unrecorded`: all of the job is.
    `when_given_up`: dotted path of a function that is called with the job, in the transaction that gives it up.
    """
    _handlers[kind] = handler
    _groups[kind] = group or kind
    if secret:
        _secret.add(kind)
    if unrecorded:
        _unrecorded.add(kind)
    if when_given_up:
        _when_given_up[kind] = when_given_up


def is_secret(kind: str) -> bool:
    """Whether the payload of a kind is forgotten when it is done."""
    return kind in _secret


def is_unrecorded(kind: str) -> bool:
    """Whether a job of a kind is removed when it is done."""
    return kind in _unrecorded


def group_of(kind: str) -> str:
    """The group that a kind belongs to; its own name when it has none."""
    return _groups.get(kind, kind)


def kinds_of(groups: Collection[str], *, among: Collection[str] = ()) -> list[str]:
    """All kinds that belong to these groups; `among`: kinds that may be unknown here."""
    return [kind for kind in {*_groups, *among} if group_of(kind) in groups]


def tell_given_up(job: "Job") -> None:
    """Let who registered the kind of a job know, inside a transaction, that the outbox has given it up."""
    if dotted := _when_given_up.get(job.kind):
        cast("Callable[[Job], None]", import_string(dotted))(job)


def register_tidier(dotted: str) -> None:
    """Let the function at a dotted path, which takes nothing, remove once an hour what has run out."""
    _tidiers.append(dotted)


def tidiers() -> list[Callable[[], object]]:
    """Those functions."""
    return [cast("Callable[[], object]", import_string(dotted)) for dotted in _tidiers]


def is_known(kind: str) -> bool:
    """Whether there is a handler for a kind of work."""
    return kind in _handlers


def handler_of(kind: str) -> Callable[["Job"], None]:
    """The function that does a kind of work. Raises: UnknownKind."""
    if kind not in _handlers:
        raise UnknownKind(f"No handler is registered for “{kind}”.")
    return cast("Callable[[Job], None]", import_string(_handlers[kind]))
