from library.reading.text import ReadText
from library.recognizing.found import DocumentKind
from library.recognizing.recognize import recognize

DIGEST = """Scaling Laws

Executive overview
The paper measured how loss falls with size, and found straight lines. Get early access to more digests.

The central insight: loss is a power law of size, data
and compute.

Power laws
• Larger models learn more per token.
- Shape matters little.

What to do
* Train large models.

Join the waitlist
Enter your email
No spam, ever.
"""


def kinds(found):
    return [(part.kind, found.text[part.start : part.end]) for part in found.parts]


def test_a_digest_is_known_by_its_insight():
    found = recognize(ReadText(DIGEST, "text"))
    assert found.kind == DocumentKind.DIGEST
    assert found.title == "Scaling Laws"
    assert found.insight == "Loss is a power law of size, data and compute."


def test_overview_insight_headings_and_points_are_told_apart():
    found = kinds(recognize(ReadText(DIGEST, "text")))
    assert [kind for kind, _ in found] == [
        "heading", "heading", "overview", "insight", "heading", "point", "point", "heading", "point",
    ]  # fmt: skip
    assert found[5] == ("point", "Larger models learn more per token.")


def test_calls_are_not_in_the_clean_text():
    text = recognize(ReadText(DIGEST, "text")).text
    assert text.endswith("* Train large models.")
    assert "early access" not in text
    assert "found straight lines." in text


def test_an_insight_may_stand_below_a_heading():
    found = recognize(
        ReadText("Name\n\n## The central insight\n\nSize wins.\n\n## More\n\n- one\n- two\n", "text")
    )
    assert (found.kind, found.insight) == (DocumentKind.DIGEST, "Size wins.")


def test_marks_of_emphasis_around_the_insight_are_dropped():
    found = recognize(ReadText("Name\n\n**The central insight:** size wins.", "text"))
    assert found.insight == "Size wins."


def test_headings_and_points_alone_make_no_digest():
    text = "# Setup\n\n- one\n- two\n- three\n\n# Use\n\nWords that explain it."
    assert recognize(ReadText(text, "text")).kind == DocumentKind.TEXT


def test_a_text_of_nothing_but_calls_keeps_its_words():
    assert recognize(ReadText("Join the waitlist", "text")).text == "Join the waitlist"
