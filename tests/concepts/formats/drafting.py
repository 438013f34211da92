"""Drafts for the tests of the formats: made by hand, or by hypothesis from texts that files trip over."""

from dataclasses import replace
from pathlib import Path

from hypothesis import assume
from hypothesis import strategies as st

from concepts.formats import read_maps
from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft
from concepts.formats.faults import Faults, MapRefused
from concepts.formats.markdown_reader import read_markdown
from concepts.formats.staging import staged
from concepts.models import Source
from graph.kinds import LinkKind

AWKWARD = (
    "---", "```", "~~~", "```yaml", "## ", "# ", "#", ": ", " #", '"', "'", "\\", "|", "\\|", ",", ";", "=1+1", "+",
    "-", "- ", "@cmd", "\t", "\n", "\n\n", "\r\n", "    ", "[a]: ", "<b>", "&amp;", "*", "> ", "1. ", "===", "null",
    "true", "2024-01-01", "!tag", "&anchor", "*alias", "{", "}", "[", "]", "%", "🧠", "שלום", "مرحبا", "é", "e\u0301",
    "\ufeff", "\u200f", "\u202e", "\u00a0", "\u2028", "\x00", "\x85", "https://a.example", "word", "Concept",
)  # fmt: skip

texts = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=4), max_size=10).map("".join)
addresses = st.sampled_from(
    ["", "", "https://a.example/b?c=d&e=f#g", "http://[::1]/,{}'", "https://a.example/x:"]
)
sources = st.builds(Source, texts, addresses)
slugs = st.from_regex(r"[-a-zA-Z0-9_]{1,8}", fullmatch=True)


def settle(draft: MapDraft, faults: Faults) -> MapDraft:
    """A draft as it would be stored. Raises: MapRefused."""
    with staged(draft.stream(), faults) as settled:
        return settled.draft()


def read_several(paths: list[Path], slug: str = "") -> list[MapDraft]:
    """The maps of these files, whole. Raises: MapRefused."""
    with read_maps(paths, slug=slug) as maps:
        return [each.draft() for each in maps]


@st.composite
def map_drafts(draw: st.DrawFn) -> MapDraft:
    """Maps as they would be stored: settled, of up to five concepts."""
    names = draw(st.lists(slugs, max_size=5, unique=True))
    concepts = tuple(
        ConceptDraft(
            slug=name,
            title=draw(texts) or "x",
            summary=draw(texts),
            detail=draw(texts),
            aliases=tuple(draw(st.lists(texts, max_size=3))),
            sources=tuple(draw(st.lists(sources, max_size=2))),
            minutes=draw(st.integers(1, 600)),
            published=draw(st.booleans()),
        )
        for name in names
    )
    ends = [(low, high) for place, low in enumerate(names) for high in names[place + 1 :]]
    links = [
        LinkDraft(low, high, kind, draw(texts))
        for low, high in ends
        for kind in draw(st.lists(st.sampled_from(LinkKind), max_size=2, unique=True))
    ]
    draft = MapDraft(
        slug=draw(slugs),
        title=draw(texts) or "x",
        summary=draw(texts),
        detail=draw(texts),
        topics=tuple(draw(st.lists(texts, max_size=3))),
        featured=draw(st.booleans()),
        published=draw(st.booleans()),
        position=draw(st.none() | st.integers(0, 10)),
        concepts=concepts,
        links=tuple(links),
    )
    try:
        return settle(draft, Faults("generated"))
    except MapRefused:
        assume(False)
        raise


def small_map(**fields: object) -> MapDraft:
    """Three concepts: roots leads to both others, and grafting needs pruning."""
    draft = MapDraft(
        slug="garden",
        title="Garden",
        summary="What grows.",
        detail="For those with soil.",
        topics=("Plants",),
        concepts=(
            ConceptDraft(
                "roots", "Roots", "What holds.", "They drink.", ("Radix",), (Source("Botany (1900)"),), 3
            ),
            ConceptDraft("pruning", "Pruning", "Cutting back."),
            ConceptDraft("grafting", "Grafting", "Joining.", published=False),
        ),
        links=(
            LinkDraft("roots", "pruning", LinkKind.PARENT, "Cut above them."),
            LinkDraft("roots", "grafting", LinkKind.PARENT),
            LinkDraft("pruning", "grafting", LinkKind.PREREQUISITE, "The knife first."),
        ),
    )
    return replace(draft, **fields)  # type: ignore[arg-type]


def refused(text: str) -> list[tuple[int, str]]:
    """The faults of a Markdown file by line; fails the test when there are none."""
    faults = Faults("map.md")
    try:
        draft = settle(read_markdown(text, faults), faults)
    except MapRefused as error:
        return [(fault.line, fault.text) for fault in error.faults]
    raise AssertionError(f"The file was taken: {draft}")
