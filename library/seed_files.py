"""The documents that come with Kinapse as files: a head in YAML, and a body that is read like any file handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError

from library.files import recognize_file
from library.reading import DocumentRefused
from library.recognizing.found import Recognized

_RULER, _NEWLINE = "---\n", "\n"


@dataclass(frozen=True, slots=True)
class SeedCitation:
    """`concept`: the slugs of its map and of itself, with a slash between."""

    concept: str
    quote: str


@dataclass(frozen=True, slots=True)
class SeedDocument:
    """A file's head and what is recognised in its body. `digest`: of the file."""

    slug: str
    digest: str
    kind: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    published: date
    source: str
    licence: str
    topics: tuple[str, ...]
    citations: tuple[SeedCitation, ...]
    recognized: Recognized


@dataclass(frozen=True, slots=True)
class SeedModel:
    """An AI model as models.yaml names it."""

    name: str
    slug: str
    maker: str
    aliases: tuple[str, ...]


def digest_of(path: Path) -> str:
    """What tells one state of a file from any other."""
    return sha256(path.read_bytes()).hexdigest()


def read_seed(path: Path) -> SeedDocument:
    """A seed, with its body read and recognised. Raises: ValidationError, naming the file."""
    source = path.read_text(encoding="utf-8")
    try:
        before, head, body = source.split(_RULER, 2)
        told: dict[str, Any] = yaml.safe_load(head)
        recognized = recognize_file(path.name, body.encode())
    except DocumentRefused as refused:
        line = f":{refused.line + source[: source.index(body)].count(_NEWLINE)}" if refused.line else ""
        raise ValidationError(f"{path}{line}: {refused.message}") from refused
    except (ValueError, yaml.YAMLError) as error:
        raise ValidationError(
            f"{path}: The head between two lines of dashes cannot be read: {error}"
        ) from error
    if before or told["slug"] != path.stem:
        raise ValidationError(f"{path}: A seed begins with its head and is named for its slug.")
    return SeedDocument(
        slug=told["slug"],
        digest=digest_of(path),
        kind=told["kind"],
        title=told["title"],
        authors=tuple(told["authors"]),
        publisher=told["publisher"],
        published=told["published"],
        source=told["source"],
        licence=told["licence"],
        topics=tuple(told["topics"]),
        citations=tuple(SeedCitation(**cited) for cited in told.get("citations", ())),
        recognized=recognized,
    )


def read_models(path: Path) -> Sequence[SeedModel]:
    """The models of models.yaml; none when there is no such file."""
    if not path.exists():
        return []
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        SeedModel(row["name"], row.get("slug", ""), row["maker"], tuple(row.get("aliases", ())))
        for row in rows
    ]
