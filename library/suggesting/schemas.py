"""The forms of answers. Lengths and ranges are checked by us: servers differ in how much of JSON Schema they take."""

from typing import Any

from library.models import Attribute

LINK_KINDS = ("parent", "prerequisite", "related")


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _choice(*words: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


_TEXT = {"type": "string"}
_NUMBER = {"type": "number"}
_TEXTS = {"title": _TEXT, "summary": _TEXT, "detail": _TEXT}
_WHY = {"reason": _TEXT, "score": _NUMBER}

EXPANSION = _object(
    concepts=_list(_object(**_TEXTS, **_WHY)),
    links=_list(_object(source=_TEXT, target=_TEXT, kind=_choice(*LINK_KINDS), **_WHY)),
)
READING = _object(
    concepts=_list(_object(**_TEXTS, parent=_TEXT, quote=_TEXT, **_WHY)),
    citations=_list(_object(concept=_TEXT, quote=_TEXT, **_WHY)),
    facts=_list(
        _object(model=_TEXT, attribute=_choice(*Attribute.values), value=_TEXT, quote=_TEXT, score=_NUMBER)
    ),
)
