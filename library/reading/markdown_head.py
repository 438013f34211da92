"""The head that a Markdown file may have between lines of dashes."""

import re

# Heads are short; a rule of dashes far down is a rule.
_LONGEST_HEAD = 10_000
_HEAD = re.compile(r"---[ \t]*+\n(?=[\w-]+[ \t]*:)(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.*)$", re.MULTILINE)


def without_head(source: str) -> tuple[str, str]:
    """The title that the head gives, empty without one, and the text below the head."""
    head = _HEAD.match(source, 0, _LONGEST_HEAD)
    if head is None:
        return "", source
    title = _TITLE.search(head[1])
    return (title[1].strip().strip("\"'") if title else ""), source[head.end() :]
