"""Word files: headings by style and outline, points, rows, and nothing that swells, hides or was taken out."""

import io
import zipfile

import pytest

from library.reading import DocumentRefused, read_file
from tests.library.reading.samples import CONTENT_TYPES, make_docx, make_package, paragraph, parts_of

STYLES = (
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My own"/><w:basedOn w:val="berschrift2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Deep"><w:pPr><w:outlineLvl w:val="4"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="LB"><w:name w:val="List Bullet"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
)


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def read_parts(body: str, styles: str = STYLES) -> list[tuple[str, str]]:
    return parts_of(read_file("a.docx", make_docx(body, styles)))


def refusal_of(content: bytes) -> str:
    with pytest.raises(DocumentRefused) as caught:
        read_file("a.docx", content)
    return caught.value.message


def test_headings_are_known_by_style_and_by_outline_level() -> None:
    body = "".join(
        [
            paragraph("The title", style("Titel")),
            paragraph("Two", style("berschrift2")),
            paragraph("Two as well", style("Mine")),
            paragraph("Five", style("Deep")),
            paragraph("Three", '<w:outlineLvl w:val="2"/>'),
            paragraph("Text", '<w:outlineLvl w:val="9"/>'),
            paragraph("Text too", style("Loop")),
            paragraph("And text", style("Unknown")),
        ]
    )
    read = read_file("a.docx", make_docx(body, STYLES))
    assert read.title == "The title"
    assert [kind for kind, _ in parts_of(read)] == [
        *["heading1", "heading2", "heading2", "heading5", "heading3"],
        *["paragraph"] * 3,
    ]


def test_points_are_known_by_number_and_by_style() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("a", numbered) + paragraph("b", style("LB")) + paragraph("c", style("LB") + off)
    assert read_parts(body) == [("point", "a"), ("point", "b"), ("paragraph", "c")]


def test_rows_of_tables_are_lines() -> None:
    def cell(text: str) -> str:
        return f"<w:tc>{text}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(paragraph('x'))}{cell(paragraph('y'))}</w:tr></w:tbl>"
    first = f"<w:tr>{cell(paragraph('a') + paragraph('b'))}{cell(inner + paragraph(''))}</w:tr>"
    rows = f"{first}<w:tr>{cell(paragraph('c'))}</w:tr>"
    assert read_parts(f"<w:tbl>{rows}</w:tbl>{paragraph('d')}") == [
        ("paragraph", "a b | x | y"),
        ("paragraph", "c"),
        ("paragraph", "d"),
    ]


def test_tabs_breaks_and_hyphens_are_characters_and_tab_stops_are_not() -> None:
    run = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/></w:r>"
    assert read_parts(f'<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>{run}</w:p>') == [
        ("paragraph", "a\tb\nc-d")
    ]


def test_what_was_taken_out_or_is_hidden_is_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>"
    hidden += "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>yes</w:t></w:r>"
    taken = (
        "<w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom>"
    )
    added = "<w:ins><w:r><w:t> added</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r>"
    assert read_parts(f"<w:p>{hidden}{taken}{added}</w:p>") == [("paragraph", "yes added")]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('in the box')}</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert read_parts(f"<w:p><w:r><w:t>around</w:t>{twice}</w:r></w:p>") == [
        ("paragraph", "in the box"),
        ("paragraph", "around"),
    ]


def test_a_table_of_contents_is_navigation() -> None:
    read = read_file("a.docx", make_docx(paragraph("Chapter\t3", style("V1")) + paragraph("Text"), STYLES))
    assert (read.text, read.navigation) == ("Text", ("Chapter 3",))


def test_tags_of_figures_stay_as_they_were_typed() -> None:
    assert read_parts(paragraph("&lt;model&gt;X&lt;/model&gt;"), "") == [("paragraph", "<model>X</model>")]


def test_the_text_is_found_under_another_name() -> None:
    relation = '<Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/>'
    package = make_docx(paragraph("Text"), main="word/document2.xml")
    files: dict[str, str | bytes] = {"_rels/.rels": f"<Relationships>{relation}</Relationships>"}
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files.update({name: archive.read(name) for name in archive.namelist()})
    assert read_file("a.docx", make_package(files)).text == "Text"


def test_macros_are_ignored() -> None:
    files: dict[str, str | bytes] = {"[Content_Types].xml": CONTENT_TYPES}
    files["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + bytes(99)
    with_macros = make_package(files | {"word/document.xml": document(paragraph("Text"))})
    assert read_file("a.docm", with_macros).text == "Text"


def document(body: str, before: str = "") -> str:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'{before}<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'


@pytest.mark.parametrize(
    ("main", "words"),
    [
        ("<w:document>", "broken"),
        (document(""), "no text"),
        (document(paragraph("&a;"), "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"), "entities"),
        (document(paragraph("x"), "<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'>"), "entities"),
        (document("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "nested too deeply"),
        (document(paragraph("x" * 1_500_000)), "far more"),
        ("", "no text"),
    ],
)
def test_bad_markup_is_refused(main: str, words: str) -> None:
    package = make_package({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": main})
    assert words in refusal_of(package)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("It was unpacked."))
    bomb = make_package({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b" " * 300_000_000})
    assert len(bomb) < 1_000_000
    assert "far more" in refusal_of(bomb)


def test_too_many_entries_are_refused() -> None:
    files: dict[str, str | bytes] = {f"word/{number}.xml": "" for number in range(10_001)}
    assert "far more" in refusal_of(make_package(files, zipfile.ZIP_STORED))


def test_a_file_with_a_password_is_refused() -> None:
    package = bytearray(make_docx(paragraph("Text")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := package.find(mark, start + 1)) >= 0:
            package[start + place] |= 1
    assert "password" in refusal_of(bytes(package))


def test_a_package_without_text_is_refused() -> None:
    assert "word/document.xml" in refusal_of(
        make_package({"[Content_Types].xml": CONTENT_TYPES, "ppt/a.xml": ""})
    )


def test_unusual_packing_is_refused() -> None:
    files = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document(paragraph("x"))}
    assert "broken" in refusal_of(make_package(files, zipfile.ZIP_LZMA))


def test_a_truncated_file_is_refused() -> None:
    whole = make_docx(paragraph("Text"))
    assert "broken" in refusal_of(whole[: len(whole) // 2])
