"""The outline of a text that is nothing else: its headings, and its key terms below them."""

import re
from bisect import bisect_right

from concepts.folding import fold
from concepts.text import SUMMARY_LENGTH, TITLE_LENGTH, clean_line
from library.reading.text import Part
from library.recognizing.found import ConceptFound, ParentFound
from library.recognizing.key_terms import KeyTerm, key_terms
from library.recognizing.lines import HEADING
from library.recognizing.sentences import sentences
from library.recognizing.stems import singular

# So many terms a thousand words, within these bounds.
_TERMS_A_THOUSAND = 12
_FEWEST_TERMS, _MOST_TERMS = 5, 40
_MOST_HEADINGS = 200
_NUMBER = re.compile(
    r"(?:(?:chapter|part|section)\s)?(?:\d{1,3}(?:\.\d{1,3})*[.):]?|[IVX]{1,5}[.):]|[A-Z][.)])\s+",
    re.IGNORECASE,
)
# Headings that name a place in a document, not a subject.
_PLACES = frozenset(
    "introduction|abstract|summary|overview|executive overview|executive summary|conclusion"
    "|conclusions|discussion|references"
    "|bibliography|sources|source|contents|table of contents|appendix|acknowledgements"
    "|acknowledgments|notes|footnotes|further reading"
    "|see also|preface|foreword|index|background|results|method|methods|related work|future"
    " work|limitations|authors|about".split("|")
)


def propose_outline(text: str, parts: tuple[Part, ...]) -> tuple[ConceptFound, ...]:
    """Headings as concepts below each other, and key terms below the heading they are first told under.

    Cost: O(length).
    """
    headings = [part for part in parts if part.kind == HEADING][:_MOST_HEADINGS]
    sections = _sections(text, headings)
    starts = [section.start for section in sections]
    known = [set(_words(section.title)) for section in sections]
    terms = []
    for term in key_terms(text, _wanted(text)):
        if not any(words.issuperset(_words(term.title)) for words in known):
            place = bisect_right(starts, term.start)
            terms.append(_term(text, term, sections[place - 1] if place else None))
    return tuple(sorted([*sections, *terms], key=lambda found: found.start))


def names_place(heading: str) -> bool:
    """Whether a heading names a place in a document, such as its summary, and no subject."""
    return fold(heading) in _PLACES


def _words(title: str) -> list[str]:
    return [singular(word) for word in fold(title).split()]


def _wanted(text: str) -> int:
    words = text.count(" ") + 1
    return min(max(_FEWEST_TERMS, words * _TERMS_A_THOUSAND // 1000), _MOST_TERMS)


def _sections(text: str, headings: list[Part]) -> list[ConceptFound]:
    """The headings that name a subject, each below the nearest before it of a higher level."""
    found: list[ConceptFound] = []
    above: list[tuple[int, str]] = []
    seen: set[str] = set()
    only_title = [one.level for one in headings].count(1) == 1
    for place, heading in enumerate(headings):
        title = clean_line(_NUMBER.sub("", text[heading.start : heading.end], count=1))[:TITLE_LENGTH].rstrip(
            ":"
        )
        end = headings[place + 1].start if place + 1 < len(headings) else len(text)
        while above and above[-1][0] >= heading.level:
            above.pop()
        # One heading of the first level is the document's own title.
        if (heading.level == 1 and only_title) or fold(title) in _PLACES | seen or not fold(title):
            continue
        seen.add(fold(title))
        parent = ParentFound(above[-1][1], 0.9, _under(title, above[-1][1])) if above else None
        body = text[heading.end : end].strip()
        found.append(ConceptFound(title, _first_sentence(body), body, heading.start, end, parent))
        above.append((heading.level, title))
    return found


def _under(title: str, above: str) -> str:
    return f"The heading “{title}” stands under the heading “{above}”."


def _first_sentence(body: str) -> str:
    start, end = next(sentences(body[: 4 * SUMMARY_LENGTH]), (0, 0))
    sentence = clean_line(body[start:end])
    return (
        sentence
        if len(sentence) <= SUMMARY_LENGTH
        else sentence[: SUMMARY_LENGTH - 1].rsplit(" ", 1)[0] + "…"
    )


def _term(text: str, term: KeyTerm, section: ConceptFound | None) -> ConceptFound:
    """A key term with the sentence that says it first."""
    reason = f"“{term.title}” is said {term.count} times, first under “{section.title}”." if section else ""
    parent = ParentFound(section.title, 0.5, reason) if section else None
    around = text[max(0, term.start - SUMMARY_LENGTH) : term.end + SUMMARY_LENGTH]
    offset = term.start - max(0, term.start - SUMMARY_LENGTH)
    said = next((around[start:end] for start, end in sentences(around) if start <= offset < end), "")
    summary = clean_line(said)
    return ConceptFound(
        term.title, summary if len(summary) <= SUMMARY_LENGTH else "", "", term.start, term.end, parent
    )
