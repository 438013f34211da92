from hypothesis import given
from hypothesis import strategies as st

from library.reading.text import Part
from library.recognizing.cutting import Cut, Span


@st.composite
def cuts(draw):
    text = draw(st.text(alphabet="ab \n", max_size=40))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edges = edges[: len(edges) // 2 * 2]
    return Cut(text, [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=True)])


@given(cuts())
def test_what_is_left_is_found_at_its_new_place(cut):
    gone = {place for span in cut.removed for place in range(span.start, span.end)}
    left = [place for place in range(len(cut.whole)) if place not in gone]
    assert cut.text == "".join(cut.whole[place] for place in left)
    assert [cut.place(place) for place in left] == list(range(len(left)))


@given(cuts(), st.integers(0, 40), st.integers(0, 40))
def test_a_part_keeps_the_words_that_are_left_of_it(cut, one, other):
    start, end = sorted((min(one, len(cut.whole)), min(other, len(cut.whole))))
    gone = {place for span in cut.removed for place in range(span.start, span.end)}
    left = "".join(cut.whole[place] for place in range(start, end) if place not in gone).strip()
    parts = cut.parts([Part("paragraph", start, end)])
    assert [cut.text[part.start : part.end] for part in parts] == ([left] if left else [])
