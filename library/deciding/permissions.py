"""What somebody must be allowed to do so that an acceptance can be done, or taken back."""

from collections.abc import Callable, Iterable

from library.deciding.steps import ROWS, Step
from library.errors import DecisionRefused

# Whether who decides has a permission, by its full name.
Allowed = Callable[[str], bool]
_FORWARD = {"made": "add", "changed": "change", "removed": "delete"}
_BACK = {"made": "delete", "changed": "change", "removed": "add"}


def everything_allowed(permission: str) -> bool:
    """Commands and seeds decide without anybody's permissions."""
    return True


def refuse_forbidden(steps: Iterable[Step], allowed: Allowed, *, back: bool = False) -> None:
    """Check the permissions for what these steps do, or for taking them back. Raises: DecisionRefused."""
    verbs = _BACK if back else _FORWARD
    needed = dict.fromkeys((verbs[step["did"]], step["what"]) for step in steps)
    missing = [f"{verb} {_plural(what)}" for verb, what in needed if not allowed(_permission(verb, what))]
    if missing:
        raise DecisionRefused({0: f"You may not {_joined(missing)}: ask somebody who may."})


def _permission(verb: str, what: str) -> str:
    meta = ROWS[what][0]._meta
    return f"{meta.app_label}.{verb}_{meta.model_name}"


def _plural(what: str) -> str:
    return str(ROWS[what][0]._meta.verbose_name_plural)


def _joined(phrases: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(phrases[:-1]), phrases[-1]]))
