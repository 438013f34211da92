"""Makes a line of a definition, for formats that do not part the two."""

from concepts.text import SUMMARY_LENGTH, clean_line

_SHORTEST_SENTENCE = 100


def summary_and_detail(text: str) -> tuple[str, str]:
    """A text as one line, and whole as the detail when it does not fit there."""
    line = clean_line(text)
    if len(line) <= SUMMARY_LENGTH:
        return line, ""
    short = line[:SUMMARY_LENGTH]
    sentence = max(short.rfind(f"{mark} ") for mark in ".?!")
    if sentence >= _SHORTEST_SENTENCE:
        return short[: sentence + 1], text
    words = short[:-1].rpartition(" ")[0] or short[:-1]
    return f"{words}…", text
