"""The tags around a disclosure's figures: found, checked, taken out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from library.reading.text import DocumentRefused
from library.recognizing.quantities import COUNTRY, GPU_COUNT, HARDWARE, PARAMS, TRAINING_TIME, YEAR

MODEL = "model"
# What the figure between two tags is called when it is stored.
ATTRIBUTE_OF_TAG = {
    MODEL: MODEL,
    "params": PARAMS,
    "hardware": HARDWARE,
    "gpu_count": GPU_COUNT,
    "training": TRAINING_TIME,
    "country": COUNTRY,
    "year": YEAR,
}
# Tags that are a placeholder in many texts; one of them alone, never closed, makes no disclosure.
_COMMON = frozenset({MODEL, "country", "year", "training"})
_ALIKE = 78
_OTHER_NAMES = frozenset(
    "parameters param parameter gpus gpu num_gpus gpu_counts count accelerators chips"
    " training_time time duration date years"
    " models name countries nation location hardwares device devices".split()
)
_TAG = re.compile(
    r"<[ \t]{0,3}(?P<close>/?)[ \t]{0,3}(?P<name>[A-Za-z]\w{0,20}(?:[ -]\w{1,20})?)[ \t]{0,3}(?P<empty>/?)>"
)
_MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening or closing tag at `start` to `end` of a text; `name` as we write it, empty when it is not ours."""

    written: str
    name: str
    closes: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """Words between two tags: the opening tag starts at `start`, the closing one at `inner_end`."""

    name: str
    start: int
    inner_start: int
    inner_end: int
    end: int


def is_tagged(text: str) -> bool:
    """Whether a text holds tags of ours: a closing one, two names, or one that is used for nothing else."""
    names = set()
    for tag in tags_in(text):
        if tag.name and (tag.closes or tag.name not in _COMMON):
            return True
        names.add(tag.name)
    return len(names - {""}) > 1


def tags_in(text: str) -> Iterator[Tag]:
    """Every tag of ours, and every one that looks as if it was meant to be. Cost: O(length)."""
    for match in _TAG.finditer(text):
        written = re.sub(r"[ -]", "_", match["name"].lower())
        name = written if written in ATTRIBUTE_OF_TAG else ""
        if match["empty"] or (not name and not _looks_like_ours(written)):
            continue
        yield Tag(match[0], name, bool(match["close"]), match.start(), match.end())


def read_tags(text: str) -> list[Tagged]:
    """The tagged words in order. Raises: DocumentRefused, which tells each fault and names the line of the first."""
    found: list[Tagged] = []
    faults: list[tuple[int, str]] = []
    opened: Tag | None = None
    for tag in tags_in(text):
        if not tag.name:
            known = ", ".join(f"<{name}>" for name in ATTRIBUTE_OF_TAG)
            faults.append((tag.start, f"“{tag.written}” is none of the tags that are known: {known}."))
        elif not tag.closes:
            if opened:
                faults.append((tag.start, _nested(opened, tag)))
            opened = tag
        elif opened is None or opened.name != tag.name:
            faults.append((tag.start, f"“{tag.written}” closes nothing: put <{tag.name}> before its words."))
            opened = None
        else:
            if not text[opened.end : tag.start].strip():
                faults.append(
                    (opened.start, f"Nothing stands in <{tag.name}>: put the words into it or take it out.")
                )
            found.append(Tagged(tag.name, opened.start, opened.end, tag.start, tag.end))
            opened = None
    if opened:
        faults.append((opened.start, _unclosed(opened)))
    refuse(text, faults)
    return found


def without_tags(text: str) -> str:
    """A line without tags of ours."""
    return _TAG.sub(lambda match: "" if match["name"].lower() in ATTRIBUTE_OF_TAG else match[0], text)


def refuse(text: str, faults: list[tuple[int, str]]) -> None:
    """Refuses a text for its faults, each with its offset. Raises: DocumentRefused when there is one."""
    if not faults:
        return
    lines = [text.count("\n", 0, offset) + 1 for offset, _ in faults[:_MOST_FAULTS]]
    told = [faults[0][1]]
    told += [f"Line {line}: {message}" for line, (_, message) in zip(lines[1:], faults[1:], strict=False)]
    if len(faults) > _MOST_FAULTS:
        told.append(f"There are {len(faults) - _MOST_FAULTS} faults more.")
    raise DocumentRefused(" ".join(told), lines[0])


def _nested(opened: Tag, tag: Tag) -> str:
    return f"<{tag.name}> stands inside <{opened.name}>: close <{opened.name}> before it."


def _unclosed(opened: Tag) -> str:
    return f"<{opened.name}> is never closed: put </{opened.name}> after its words."


def _looks_like_ours(written: str) -> bool:
    return written in _OTHER_NAMES or any(fuzz.ratio(written, name) >= _ALIKE for name in ATTRIBUTE_OF_TAG)
