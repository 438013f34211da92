import pytest

from library.reading.text import ReadText
from library.recognizing.recognize import recognize


def authors(line):
    return recognize(
        ReadText(f"# Growing Roots\n\n{line}\n\nRoots grow down, and they drink.", "markdown")
    ).authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        (
            "Written by Jane Doe, Ludwig van Beethoven and J. R. Roe.",
            ("Jane Doe", "Ludwig van Beethoven", "J. R. Roe"),
        ),
        ("Authors: Søren Å. Kierkegaard; Ana María López", ("Søren Å. Kierkegaard", "Ana María López")),
    ],
)
def test_a_byline_names_the_authors(line, names):
    assert authors(line) == names


@pytest.mark.parametrize(
    "line", ["By our team", "By 2030 Everything Changes", "By and large it grew.", "Jane Doe"]
)
def test_what_only_begins_like_a_byline_names_nobody(line):
    assert authors(line) == ()
