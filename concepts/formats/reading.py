"""Reads map files of any format, and holds them all to the same checks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from concepts.formats.drafts import MapDraft, MapHead, MapStream
from concepts.formats.faults import Fault, Faults, MapRefused, quoted
from concepts.formats.files import MOST_TEXT, Readable, Reading, opened, read_text, unwatched
from concepts.formats.json_reader import read_json
from concepts.formats.markdown_reader import read_markdown
from concepts.formats.rdf_reader import rdf_map
from concepts.formats.staging import StagedMap, staged
from concepts.formats.tables import faults_of_tables, loose_tables, packed_tables
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


@contextmanager
def read_maps(
    paths: Sequence[Path], *, file_format: str = "", slug: str = "", reading: Reading = unwatched
) -> Iterator[list[StagedMap]]:
    """The maps of these files, settled. Tables that are files of their own make one map together.

    `slug`: used in place of what a file says. Raises: MapRefused, with the faults of every file.
    """
    loose = [path for path in paths if (file_format or _format_of(path)) == "csv"]
    sources = {path: partial(_one_file, path, file_format, reading) for path in paths if path not in loose}
    if loose:
        sources[loose[0]] = partial(_loose_files, loose, slug, reading)
    maps: dict[Path, StagedMap] = {}
    refusals = []
    with ExitStack() as stack:
        for path, source in sources.items():
            try:
                maps[path] = stack.enter_context(_staged(source(), slug, path))
            except MapRefused as refused:
                refusals.append(refused)
        refusals += _refuse_same_slugs(maps)
        if refusals:
            every = chain.from_iterable(refused.faults for refused in refusals)
            raise MapRefused(refusals[0].file, every, more=sum(refused.more for refused in refusals))
        yield list(maps.values())


def read_map(path: Path) -> MapDraft:
    """The map of one small file, settled. Raises: MapRefused."""
    with read_maps([path]) as (only,):
        return only.draft()


def _refuse_same_slugs(maps: Mapping[Path, StagedMap]) -> Iterator[MapRefused]:
    """One refusal for each file that holds the same map as an earlier one."""
    first: dict[str, Path] = {}
    for path, staged_map in maps.items():
        head = staged_map.head
        earlier = first.setdefault(head.slug, path)
        if earlier != path:
            text = f"The map {quoted(head.slug)} is in {earlier} too: import one of them."
            yield MapRefused(str(path), [Fault(str(path), head.lines.get("slug", head.line), text)])


@contextmanager
def _staged(
    source: AbstractContextManager[tuple[MapStream, Faults]], slug: str, path: Path
) -> Iterator[StagedMap]:
    """A map read to its end. Its file is closed by then."""
    with ExitStack() as stack:
        with source as (stream, faults):
            named = replace(stream, head=_with_head(slug, path, stream.head))
            read = stack.enter_context(staged(named, faults))
        yield read


@contextmanager
def _one_file(path: Path, file_format: str, reading: Reading) -> Iterator[tuple[MapStream, Faults]]:
    faults = Faults(str(path))
    file_format = file_format or _format_of(path)
    if file_format == "csv.zip":
        with packed_tables(path, reading) as tables:
            yield tables
    elif file_format == "rdf":
        with opened(path, faults, MOST_TEXT, reading) as stream:
            # That a packed file was made to burst is found before any of it is parsed.
            chunks = list(_chunks(stream)) if stream.is_packed else _chunks(stream)
            with rdf_map(chunks, faults) as read:
                yield read, faults
    elif file_format in {"md", "json"}:
        with opened(path, faults, MOST_TEXT, reading) as stream:
            text = read_text(stream, faults)
            draft = read_markdown(text, faults) if file_format == "md" else read_json(text, faults)
            yield draft.stream(), faults
    else:
        faults.stop(0, f"The format of this file is not known: choose one of {', '.join(READ_FORMATS)}.")


@contextmanager
def _loose_files(paths: Sequence[Path], slug: str, reading: Reading) -> Iterator[tuple[MapStream, Faults]]:
    faults = faults_of_tables(paths)
    with loose_tables(paths, faults, reading) as stream:
        if not stream.head.has_head and not slug:
            faults.stop(0, "These tables do not say which map they are: name it, or add map.csv.")
        yield stream, faults


def _with_head(slug: str, path: Path, head: MapHead) -> MapHead:
    """The head under the slug that was asked for, and with words of its own where its format has none."""
    head = replace(head, slug=slug or head.slug)
    if head.has_head:
        return head
    stem = path.name.partition(".")[0]
    title = head.title or (slug or stem).replace("-", " ").replace("_", " ").capitalize()
    # Without a number: the head stays when the map is imported again with more concepts.
    summary = head.summary or f"Imported from {path.name}."[:SUMMARY_LENGTH]
    return replace(head, title=title, summary=summary)


def _format_of(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    return _FORMATS.get(suffixes[-1], "") if suffixes else ""


def _chunks(stream: Readable) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk
