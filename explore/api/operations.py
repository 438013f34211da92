"""The OpenAPI document as the documentation page prints it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

_REF = "#/components/schemas/"
# What the examples on the page ask for: what every new installation holds.
_EXAMPLE_PATH = {
    "map": "claude-code-architecture",
    "concept": "rlhf-alignment",
    "role": "leads-to",
    "document": "paged-attention",
    "model": "opt-175b",
    **dict.fromkeys("zxy", "0"),
}
_EXAMPLE_QUERY = {
    "get_neighborhood": {"radius": "2", "limit": "20"},
    "get_path": {"know": "transformer-foundation"},
    "get_connection": {"from": "rlhf-alignment", "to": "efficient-attention-mechanisms"},
    "search": {"q": "alignment"},
    "list_concepts": {"q": "context"},
    "list_documents": {"q": "memory"},
    "list_models": {"q": "opt"},
    "list_facts": {"model": "opt-175b", "attribute": "gpu_count"},
}
_BEARING = "-H 'Authorization: Bearer TOKEN'"
# What needs more than an address.
_COMMANDS = {
    "join_waitlist": """curl -X POST -H 'Content-Type: application/json' -d '{{"email": "you@example.com"}}' {}""",
    "hand_in_document": f"curl {_BEARING} -F file=@paper.pdf {{}}",
    "get_intake": f"curl {_BEARING} {{}}",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a shape. `shape`: the name of the shape it holds, if it holds one."""

    name: str
    type: str
    shape: str
    description: str


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    required: bool
    default: str
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked at one address. `example`: its path, empty where a body must be sent."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: str
    answer: str
    example: str
    command: str


def operations_of(document: dict[str, Any]) -> tuple[Operation, ...]:
    """Every operation, in the order of the document."""
    return tuple(
        _operation(path, method, about)
        for path, methods in document["paths"].items()
        for method, about in methods.items()
    )


def shapes_of(document: dict[str, Any]) -> tuple[Shape, ...]:
    """Every shape that answers and bodies are made of, and every choice of words, by name."""
    schemas = document["components"]["schemas"]
    return tuple(Shape(name, _meaning(about), tuple(_fields(about))) for name, about in schemas.items())


def _meaning(about: dict[str, Any]) -> str:
    if "enum" in about:
        return f"One of: {', '.join(about['enum'])}."
    return _plain(about)


def _plain(about: dict[str, Any]) -> str:
    """What is said of a thing, without the Markdown of the schema."""
    text: str = about.get("description", "")
    return text.replace("`", "")


def _operation(path: str, method: str, about: dict[str, Any]) -> Operation:
    name, body = about["operationId"], _body(about)
    example = "" if name in _COMMANDS else _example(name, path)
    return Operation(
        name=name,
        method=method.upper(),
        path=path,
        summary=about["summary"],
        description=_plain(about),
        parameters=tuple(_parameter(each) for each in about["parameters"] if each["in"] == "query")
        if "parameters" in about
        else (),
        body=body,
        answer=_answer(about),
        example=example,
        command=_command(name, path, example),
    )


def _parameter(about: dict[str, Any]) -> Parameter:
    default = about["schema"].get("default", "")
    return Parameter(about["name"], about.get("required", False), str(default), _plain(about))


def _command(name: str, path: str, example: str) -> str:
    if name in _COMMANDS:
        return _COMMANDS[name].format(settings.SITE_URL + path)
    return f"curl '{settings.SITE_URL}{example}'"


def _body(about: dict[str, Any]) -> str:
    content = about.get("requestBody", {"content": {}})["content"]
    body = content.get("application/json") or content.get("multipart/form-data")
    return _shape(body["schema"]) if body else ""


def _answer(about: dict[str, Any]) -> str:
    answer = next(answer for status, answer in about["responses"].items() if status.startswith("2"))
    return _shape(answer["content"]["application/json"]["schema"])


def _example(name: str, path: str) -> str:
    query = _EXAMPLE_QUERY.get(name)
    return path.format(**_EXAMPLE_PATH) + (f"?{urlencode(query)}" if query else "")


def _fields(about: dict[str, Any]) -> list[Field]:
    return [
        Field(name, _type(field), _shape(field), _plain(field))
        for name, field in about.get("properties", {}).items()
    ]


def _type(field: dict[str, Any]) -> str:
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}".strip()
    kind = field.get("type", "")
    return " or ".join(kind) if isinstance(kind, list) else kind


def _shape(field: dict[str, Any]) -> str:
    """The shape that a field holds, alone, listed or beside words of its own."""
    if field.get("type") == "array":
        return _shape(field["items"])
    named = field.get("$ref") or next((part["$ref"] for part in field.get("allOf", ()) if "$ref" in part), "")
    return named.removeprefix(_REF)
