import pytest

from library.recognizing.calls import calls_in, is_call
from library.recognizing.lines import Unit


@pytest.mark.parametrize(
    "words",
    [
        "Join the waitlist",
        "Join our waitlist to get early access",
        "Get early access",
        "Sign up for early access to Kinapse.",
        "Be the first to know when we launch",
        "Early access: join the waitlist today.",
        "Subscribe to our newsletter",
        "Request early access »",
        "Our waitlist is open.",
        "Enter your email address",
        "We’ll let you know.",
        "Join thousands of readers on the waitlist →",
    ],
)
def test_a_call_is_known(words):
    assert is_call(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Memory access is the bottleneck when joining tables.",
        "Random access memory",
        "Get the updates from the parameter server",
        "The server keeps a waiting list of requests.",
        "Researchers were invited to apply for access.",
        "Gradients are averaged before updates.",
        "Try an attention kernel that saves memory access.",
        "The launch of GPT-4",
    ],
)
def test_content_is_no_call(words):
    assert not is_call(words)


def found(text):
    parts = [Unit("paragraph", 0, len(text))]
    whole, inside = calls_in(text, parts)
    return bool(whole), [text[span.start : span.end].strip() for span in inside]


def test_a_call_at_the_end_of_a_paragraph_is_told_alone_with_its_question():
    assert found("Loss is a power law. Want more? Join the waitlist.") == (
        False,
        ["Want more? Join the waitlist."],
    )


def test_a_paragraph_of_calls_is_one_as_a_whole():
    assert found("Want more? Join the waitlist. No spam, ever.") == (True, [])


def test_what_stands_below_a_heading_that_calls_belongs_to_it_until_the_next_heading():
    text = "Join the waitlist\nOne mail a month\nNext\nWords"
    edges = [0, 18, 35, 40, 46]
    kinds = ["heading", "paragraph", "heading", "paragraph"]
    units = [Unit(kind, start, end - 1) for kind, start, end in zip(kinds, edges, edges[1:], strict=False)]
    assert calls_in(text, units) == ({0, 1}, [])
