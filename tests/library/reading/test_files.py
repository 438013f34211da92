"""Whatever is handed in is told apart by what is in it; what is no document is refused with words that help."""

import codecs
import subprocess
import sys
from pathlib import Path

import pytest

from library.reading import MOST_BYTES, DocumentRefused, read_file
from tests.library.reading.samples import make_docx, make_package, make_pdf, paragraph

ROOT = Path(__file__).parents[3]


def refusal_of(name: str, content: bytes) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        read_file(name, content)
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "file_format"),
    [
        ("a.txt", b"Just words", "text"),
        ("a.txt", b"<model>GPT-3</model> has <params>175 billion</params>", "text"),
        ("a", b"# Title\n\nWords", "markdown"),
        ("a.md", b"Words", "markdown"),
        ("a.md", b"<div align='center'>Words</div>", "markdown"),
        ("a.md", b"<!DOCTYPE html><p>Words", "html"),
        ("a.txt", b"\n<!-- c --><html><p>Words", "html"),
        ("a.txt", b"<h1>Title</h1><p>Words", "html"),
        (
            "a.txt",
            b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'><body>Words</body></html>",
            "html",
        ),
        ("a.html", b"Words in <b>bold</b>", "html"),
        ("a.txt", make_docx(paragraph("Words")), "docx"),
        ("a.txt", make_pdf([("text", "Words")]), "pdf"),
    ],
)
def test_the_content_tells_the_format_before_the_name_does(
    name: str, content: bytes, file_format: str
) -> None:
    assert read_file(name, content).format == file_format


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.md", b"---\n---\n<!-- nothing -->", "no text"),
        ("a.txt", b"x" * (MOST_BYTES + 1), "20 MB"),
        ("a.txt", b"x" * 21_000_000, "21.0 MB"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), "picture"),
        ("a.txt", b"\x1f\x8b\x08" + bytes(99), "packed file"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "Save it as .docx"),
        ("a.rtf", b"{\\rtf1 words}", "RTF"),
        ("a.xml", b"<?xml version='1.0'?><rdf/>", "XML"),
        ("a.pdf", b"Just words", "no PDF"),
        ("a.docx", b"Just words", "no Word document"),
        ("a.docx", make_package({"xl/workbook.xml": "<a/>"}), "no Word document"),
        ("a.txt", b"\x01\x02\x03 words \x04\x05", "control characters"),
    ],
)
def test_what_is_no_document_is_refused(name: str, content: bytes, words: str) -> None:
    assert words in refusal_of(name, content).message


def test_as_much_as_is_allowed_is_read() -> None:
    assert len(read_file("a.txt", b"x" * MOST_BYTES).text) == MOST_BYTES


@pytest.mark.parametrize(
    "content",
    [
        "Größe".encode(),
        codecs.BOM_UTF8 + "Größe".encode(),
        codecs.BOM_UTF16_LE + "Größe".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Größe".encode("utf-16-be"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_unicode_is_read_in_each_of_its_encodings(name: str, content: bytes) -> None:
    assert read_file(name, content).text == "Größe"


@pytest.mark.parametrize("label", ["ISO-8859-1", "windows-1252", "latin1", "us-ascii"])
def test_a_page_may_declare_its_encoding(label: str) -> None:
    meta = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><p>“Größe”'
    )
    assert read_file("a.html", meta.encode("cp1252")).text == "“Größe”"


def test_so_may_an_xml_declaration() -> None:
    page = '<?xml version="1.0" encoding="shift_jis"?><html><body><p>日本</p></body></html>'
    assert read_file("a.html", page.encode("shift_jis")).text == "日本"


@pytest.mark.parametrize("label", ["klingon", "zip", "rot13", "unicode_escape", "utf-7", "idna", "punycode"])
def test_an_unknown_encoding_is_refused_with_its_line(label: str) -> None:
    refused = refusal_of("a.html", f"<html>\n<meta charset='{label}'><p>Words".encode())
    assert (label in refused.message, refused.line) == (True, 2)


def test_a_wrong_encoding_is_refused_with_line_and_byte() -> None:
    refused = refusal_of("a.txt", "One\nTwo\nGröße".encode("latin-1"))
    assert refused.line == 3
    assert "Here is the byte F6 (byte 11 of the file), which is not UTF-8." in refused.message


def test_text_cannot_declare_an_encoding() -> None:
    assert refusal_of("a.txt", "text\n<meta charset='latin-1'> Größe".encode("latin-1")).line == 2


def test_half_a_character_of_utf_16_is_refused() -> None:
    refused = refusal_of("a.txt", codecs.BOM_UTF16_LE + "Words\n".encode("utf-16-le") + b"\x00")
    assert (refused.line, "UTF-16" in refused.message) == (2, True)


def test_a_nul_is_refused_with_its_line() -> None:
    assert refusal_of("a.txt", b"One\nTwo\0").line == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"\xff",
        b"\x89PNG",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"<html><script>x</script>",
        b"<?xml?><a/>",
        b"{\\rtf",
    ],
)
def test_every_refusal_is_a_sentence_that_says_what_to_do(content: bytes) -> None:
    message = refusal_of("a.txt", content).message
    assert message.endswith(".")
    assert any(word in message for word in ["hand", "Hand", "Save", "are read"])


def test_plain_text_keeps_its_lines_and_its_tags() -> None:
    read = read_file("a.txt", b"\xef\xbb\xbf  One \r\nTwo <model>M</model>\rsoft\xc2\xadhyphen\x07\n\n")
    assert (read.text, read.parts) == ("One \nTwo <model>M</model>\nsofthyphen", ())


def test_reading_needs_nothing_of_django() -> None:
    program = "import sys, library.reading; sys.exit(any(name.startswith('django') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT).returncode == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", b"<!DOCTYPE note SYSTEM 'note.dtd'><note><p>Words</p></note>"),
        ("a", b"<!-- c -->\n<!DOCTYPE note [<!ENTITY a 'b'>]><note>&a;</note>"),
        ("a.xml", b"<note><p>Words</p></note>"),
    ],
)
def test_xml_is_refused_however_it_begins(name, content):
    assert "This is XML" in refusal_of(name, content).message
