"""Reads map files of any format, and holds them all to the same checks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from concepts.formats.checks import settle
from concepts.formats.drafts import MapDraft
from concepts.formats.faults import Fault, Faults, MapRefused, quoted
from concepts.formats.files import MOST_TEXT, Bounded, Readable, opened, read_text
from concepts.formats.json_reader import read_json
from concepts.formats.markdown_reader import read_markdown
from concepts.formats.rdf_reader import read_rdf
from concepts.formats.tables import faults_of_tables, read_loose_tables, read_packed_tables
from concepts.text import SUMMARY_LENGTH

_CHUNK = 65_536
_FORMATS = {
    ".md": "md",
    ".markdown": "md",
    ".json": "json",
    ".zip": "csv.zip",
    ".csv": "csv",
    ".rdf": "rdf",
    ".xml": "rdf",
}
READ_FORMATS = tuple(dict.fromkeys(_FORMATS.values()))


def read_maps(paths: Sequence[Path], *, file_format: str = "", slug: str = "") -> list[MapDraft]:
    """The maps of these files, settled. Tables that are files of their own make one map together.

    `slug`: used in place of what a file says. Raises: MapRefused, with the faults of every file.
    """
    loose = [path for path in paths if (file_format or _format_of(path)) == "csv"]
    readings: dict[Path, Callable[[], MapDraft]] = {
        path: partial(read_map, path, file_format=file_format, slug=slug)
        for path in paths
        if path not in loose
    }
    if loose:
        readings[loose[0]] = partial(_read_loose, loose, slug)
    drafts: dict[Path, MapDraft] = {}
    refusals = []
    for path, reading in readings.items():
        try:
            drafts[path] = reading()
        except MapRefused as refused:
            refusals.append(refused)
    refusals += _refuse_same_slugs(drafts)
    if refusals:
        every = chain.from_iterable(refused.faults for refused in refusals)
        raise MapRefused(refusals[0].file, every, more=sum(refused.more for refused in refusals))
    return list(drafts.values())


def _refuse_same_slugs(drafts: Mapping[Path, MapDraft]) -> Iterator[MapRefused]:
    """One refusal for each file that holds the same map as an earlier one."""
    first: dict[str, Path] = {}
    for path, draft in drafts.items():
        earlier = first.setdefault(draft.slug, path)
        if earlier != path:
            text = f"The map {quoted(draft.slug)} is in {earlier} too: import one of them."
            yield MapRefused(str(path), [Fault(str(path), draft.lines.get("slug", draft.line), text)])


def read_map(path: Path, *, file_format: str = "", slug: str = "") -> MapDraft:
    """The map of one file, settled. Raises: MapRefused."""
    faults = Faults(str(path))
    file_format = file_format or _format_of(path)
    if file_format == "csv.zip":
        draft, faults = read_packed_tables(path)
    elif file_format in {"md", "json", "rdf"}:
        with opened(path, faults, MOST_TEXT) as stream:
            draft = _read(stream, file_format, faults)
    else:
        faults.stop(0, f"The format of this file is not known: choose one of {', '.join(READ_FORMATS)}.")
    return settle(_with_head(draft, slug, path), faults)


def _read(stream: Bounded, file_format: str, faults: Faults) -> MapDraft:
    if file_format == "rdf":
        # That a packed file was made to burst is found before any of it is parsed.
        return read_rdf(list(_chunks(stream)) if stream.is_packed else _chunks(stream), faults)
    text = read_text(stream, faults)
    return read_markdown(text, faults) if file_format == "md" else read_json(text, faults)


def _read_loose(paths: Sequence[Path], slug: str) -> MapDraft:
    faults = faults_of_tables(paths)
    draft = read_loose_tables(paths, faults)
    if not draft.has_head and not slug:
        faults.stop(0, "These tables do not say which map they are: name it, or add map.csv.")
    return settle(_with_head(draft, slug, paths[0]), faults)


def _with_head(draft: MapDraft, slug: str, path: Path) -> MapDraft:
    """The draft under the slug that was asked for, and with words for a head where its format has none."""
    draft = replace(draft, slug=slug or draft.slug)
    if draft.has_head:
        return draft
    stem = path.name.partition(".")[0]
    title = draft.title or (slug or stem).replace("-", " ").replace("_", " ").capitalize()
    summary = (
        draft.summary or f"{len(draft.concepts):,} concepts, imported from {path.name}."[:SUMMARY_LENGTH]
    )
    return replace(draft, title=title, summary=summary)


def _format_of(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    return _FORMATS.get(suffixes[-1], "") if suffixes else ""


def _chunks(stream: Readable) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk
