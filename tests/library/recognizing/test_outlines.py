from library.reading.text import ReadText
from library.recognizing.key_terms import key_terms
from library.recognizing.recognize import recognize

TEXT = """# Notes on ledgers

## 1. Hash Functions

A hash function gives a short number for a long text. The hash function of a block names the block before.

### Merkle Trees

A Merkle tree holds hash functions of hash functions. With a Merkle tree one proves that a payment channel is open.

## 2. Payment Channels

A payment channel moves money between two people. Every payment channel ends on the chain.

## Conclusion

The payment channel is one way among several.
"""


def outline():
    return {
        one.title: one.parent.title if one.parent else None
        for one in recognize(ReadText(TEXT, "text")).concepts
    }


def test_headings_become_concepts_below_each_other():
    found = outline()
    assert found["Hash Functions"] is None
    assert found["Merkle Trees"] == "Hash Functions"
    assert found["Payment Channels"] is None


def test_the_title_and_names_of_places_are_no_concepts():
    assert not {"Notes on ledgers", "Notes On Ledgers", "Conclusion"} & outline().keys()


def test_a_term_that_a_heading_names_is_not_told_twice():
    assert "Payment Channel" not in outline()


def test_terms_of_several_words_come_before_their_parts():
    found = [
        term.title
        for term in key_terms(
            "The payment channel is open. A payment channel is shut. Payment channels end.", 5
        )
    ]
    assert found[0] == "Payment Channel"
    assert "Payment" not in found


def test_a_term_tells_where_it_is_said_first_and_how_often():
    text = "First a Merkle tree, then another Merkle tree."
    term = key_terms(text, 3)[0]
    assert (term.title, term.count, text[term.start : term.end]) == ("Merkle Tree", 2, "Merkle tree")


def test_key_terms_are_the_same_every_time():
    assert key_terms(TEXT, 10) == key_terms(TEXT, 10)


def test_a_short_text_has_an_outline_without_terms():
    assert recognize(ReadText("Nothing much.", "text")).concepts == ()
