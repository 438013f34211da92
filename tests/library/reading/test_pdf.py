"""PDF files: paragraphs made whole again, headings by their letters, and no file that stops the rest."""

import subprocess
import sys
import time
from contextlib import suppress

import pytest
from fpdf import FPDF
from PIL import Image

from library.reading import DocumentRefused, pdf, pdf_child, read_file
from library.reading.pdf_layout import layout_blocks
from library.reading.pdf_lines import lines_of
from tests.library.reading.samples import make_bare_pdf, make_pdf, parts_of

SENTENCE = (
    "Large models are trained on many processors that exchange what they learned after each of their steps. "
)
HELVETICA = b"/Font << /F1 5 0 R >>"


def refusal_of(content: bytes) -> str:
    with pytest.raises(DocumentRefused) as caught:
        read_file("a.pdf", content)
    return caught.value.message


def laid_out(*pages: list[list[object]]) -> list[tuple[str, str]]:
    """The parts of pages with these fragments: text, x, y, size, bold."""
    return parts_of(layout_blocks(lines_of(pages)).read_text("pdf"))


def text_lines(*texts: str, y: float = 700, x: float = 50) -> list[list[object]]:
    return [[text + "\n", x, y - 12 * number, 10.0, False] for number, text in enumerate(texts)]


def test_headings_points_and_paragraphs_are_parts() -> None:
    blocks = [
        ("title", "Training at scale"),
        ("text", SENTENCE * 4),
        ("bold", "How it is done"),
        ("text", "The <model>X</model> has <params>2 billion</params>."),
        ("point", "First point"),
        ("point", SENTENCE * 2),
    ]
    read = read_file("a.pdf", make_pdf(blocks))
    assert (read.format, read.title) == ("pdf", "Training at scale")
    assert parts_of(read) == [
        ("heading1", "Training at scale"),
        ("paragraph", (SENTENCE * 4).strip()),
        ("heading2", "How it is done"),
        ("paragraph", "The <model>X</model> has <params>2 billion</params>."),
        ("point", "First point"),
        ("point", (SENTENCE * 2).strip()),
    ]


def test_running_heads_and_feet_are_left_out() -> None:
    read = read_file(
        "a.pdf",
        make_pdf(
            [("title", "Our title"), ("text", f"{SENTENCE * 6}End of {{page}}.")], pages=4, running=True
        ),
    )
    assert "Annual review" not in read.text
    assert "Page" not in read.text
    assert read.text.count("Our title") == 1
    assert [f"{SENTENCE * 6}End of {page}." in read.text for page in "abcd"] == [True] * 4


def test_pages_that_are_all_alike_keep_their_text() -> None:
    assert laid_out(*[text_lines("The same")] * 3) == [("paragraph", "The same")] * 3


def test_a_divided_word_is_made_whole_and_a_compound_keeps_its_hyphen() -> None:
    first = [
        "The optimizer state is divided among all of the pro-",
        "cessors, and a well-known trick of state-of-the-",
    ]
    last = ["art systems is well-known: it is the state-of-the-art of every processor here."]
    [(_, text)] = laid_out(text_lines(*first, *last))
    assert "the processors, and a well-known trick of state-of-the-art systems" in text


def test_space_and_short_lines_and_indents_part_paragraphs() -> None:
    full = "A line of text that is as long as the lines of this text are."
    short = [full, full, "The end.", full, full]
    assert len(laid_out(text_lines(*short))) == 2
    spaced = text_lines(full, full) + text_lines(full, full, y=660)
    assert len(laid_out(spaced)) == 2
    indented = text_lines(full, full) + text_lines(full, x=65, y=676) + text_lines(full, y=664)
    assert len(laid_out(indented)) == 2


def test_a_sentence_goes_on_over_the_page() -> None:
    full = "A line of text that is as long as the lines of this text are"
    assert len(laid_out(text_lines(full, full), text_lines(full.lower(), full))) == 1
    assert len(laid_out(text_lines(full, f"{full}."), text_lines(full.lower(), full))) == 2
    assert len(laid_out(text_lines(full, full), text_lines(full, full))) == 2


def test_joined_letters_are_parted() -> None:
    assert laid_out(text_lines("eﬃcient ﬁgures")) == [("paragraph", "efficient figures")]


def test_a_file_with_a_password_is_refused() -> None:
    assert "password" in refusal_of(make_pdf([("text", "Words")], password="secret"))


def test_a_file_that_only_forbids_changes_is_read() -> None:
    document = FPDF()
    document.set_encryption(owner_password="owner")
    document.add_page()
    document.set_font("helvetica")
    document.cell(text="Words")
    assert read_file("a.pdf", bytes(document.output())).text == "Words"


def test_a_file_of_pictures_is_refused() -> None:
    document = FPDF()
    document.add_page()
    document.image(Image.new("RGB", (200, 100), "white"))
    assert "pictures of its pages" in refusal_of(bytes(document.output()))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"\0" * 1000,
        make_pdf([("text", "Words")])[:300],
        b"%PDF-1.4\n1 0 obj << /Type /Catalog >>",
    ],
)
def test_a_broken_file_is_refused(content: bytes) -> None:
    assert "broken" in refusal_of(content)


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_child, "MOST_PAGES", 2)
    with pytest.raises(pdf_child.PdfRefused, match="pages"):
        pdf_child.read_pages(make_pdf([("text", "Words")], pages=3))


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_child, "MOST_CHARACTERS", 20)
    with pytest.raises(pdf_child.PdfRefused, match="long"):
        pdf_child.read_pages(make_pdf([("text", SENTENCE)]))


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_SECONDS", 0.01)
    assert "too long" in refusal_of(make_pdf([("text", "Words")]))


def test_the_process_is_ended_when_it_has_worked_for_too_long() -> None:
    bound = "from library.reading import pdf_child as c; c._SECONDS = 1; c._bound_this_process()\nwhile True: pass"
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", bound], check=False, timeout=60)
    assert (done.returncode < 0, time.monotonic() - begun < 60) == (True, True)


def test_what_reads_the_file_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    run = subprocess.run

    def spy(*arguments: object, **options: object) -> object:
        seen.update(options)
        return run(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("KINAPSE_SECRET_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", spy)
    read_file("a.pdf", make_pdf([("text", "Words")]))
    assert "secret" not in str(seen["env"])


@pytest.mark.parametrize(
    "stream",
    [
        b"BT /F1 9 Tf (a) Tj " * 20_000,
        b"[" * 200_000,
        b"<<" * 200_000,
        b"q " * 200_000,
        b"BT /F1 9 Tf (" + b"a" * 500_000,
    ],
)
def test_a_page_of_endless_drawing_ends(stream: bytes) -> None:
    content = make_bare_pdf(stream, resources=HELVETICA)
    begun = time.process_time()
    with suppress(pdf_child.PdfRefused):
        pdf_child.read_pages(content)
    assert time.process_time() - begun < 30
