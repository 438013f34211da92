"""A summary above its detail, where the detail begins with it: thesauri give one definition for both."""

import re

from concepts.markdown import read_blocks

# What ends a sentence in any script, with the quotes and brackets that may close behind it.
_SENTENCE_END = re.compile(r"[.!?…。．！？｡।॥؟۔։።፧፨။។៕᠃᠉‼⁇⁈⁉‽][\"'”’»›」』】）)\]]*$")


def lede_and_rest(summary: str, detail: str) -> tuple[str, str]:
    """What to show first and what after it, so that no words stand there twice.

    A detail that begins with the summary goes on from there, if the summary is its first paragraph or ends with a
    sentence. Where it breaks off in one, the detail is all there is to show.
    """
    words = summary.removesuffix("…").split()
    begun = detail.split(None, len(words))
    if not words or len(begun) < len(words) or begun[: len(words) - 1] != words[:-1]:
        return summary, detail
    if (rest := _after_first_paragraph(summary, detail)) is not None:
        return summary, rest
    last = begun[len(words) - 1]
    if last != words[-1]:
        is_cut = summary.endswith("…") and last.startswith(words[-1])
        return ("", detail) if is_cut else (summary, detail)
    rest = begun[len(words)] if len(begun) > len(words) else ""
    parts = _SENTENCE_END.search(summary) and not summary.endswith("…") and _begins_sentence(rest)
    return (summary, rest) if parts else ("", detail)


def _after_first_paragraph(summary: str, detail: str) -> str | None:
    """The blocks below a first paragraph that is the summary, their Markdown whole; None where it is another."""
    first = next(iter(read_blocks(detail)), None)
    if first is None or first.type != "paragraph_open" or first.map is None:
        return None
    lines = detail.split("\n")
    start, end = first.map
    if " ".join(lines[start:end]).split() != summary.split():
        return None
    while end < len(lines) and not lines[end].strip():
        end += 1
    return "\n".join(lines[end:])


def _begins_sentence(rest: str) -> bool:
    """Whether a rest reads the same at the beginning of a text, where a number or a sign may open a list."""
    return not rest or (rest[0].isalpha() and not rest[0].islower())
