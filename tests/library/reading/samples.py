"""Makes the files that the tests read."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from fpdf import FPDF
from fpdf.enums import AccessPermission

from library.reading import ReadText

CONTENT_TYPES = (
    "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parts_of(read: ReadText) -> list[tuple[str, str]]:
    """Kind and text of each part, a heading's kind with its level."""
    return [(f"{part.kind}{part.level or ''}", read.text[part.start : part.end]) for part in read.parts]


def make_package(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_docx(body: str, styles: str = "", *, main: str = "word/document.xml") -> bytes:
    """A Word file with this markup in its body and in its styles, in which `w:` is Word's namespace."""
    document = f'<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}"><w:body>{body}</w:body></w:document>'
    files: dict[str, str | bytes] = {"[Content_Types].xml": CONTENT_TYPES, main: document}
    if styles:
        files["word/styles.xml"] = f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>'
    return make_package(files)


COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def paragraph(text: str, properties: str = "") -> str:
    """Word's markup for a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


class Paper(FPDF):
    """A PDF with a running head and page numbers."""

    def header(self) -> None:
        self.set_font("helvetica", size=9)
        self.cell(0, 8, "Annual review of something", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("helvetica", size=9)
        self.cell(0, 8, f"Page {self.page_no()} of 9", align="C")


def make_pdf(
    blocks: Sequence[tuple[str, str]], *, pages: int = 1, password: str = "", running: bool = False
) -> bytes:
    """A PDF with these blocks on each page: ("title", …), ("bold", …), ("text", …) or ("point", …).

    `{page}` in a text becomes a letter, another on each page.
    """
    pdf = Paper() if running else FPDF()
    if password:
        pdf.set_encryption(
            owner_password="owner", user_password=password, permissions=AccessPermission.none()
        )
    for number in range(pages):
        pdf.add_page()
        for kind, pattern in blocks:
            text = pattern.replace("{page}", chr(ord("a") + number))
            pdf.set_font(
                "helvetica",
                style="B" if kind in {"title", "bold"} else "",
                size=20 if kind == "title" else 11,
            )
            words = f"\x95 {text}" if kind == "point" else text
            pdf.multi_cell(0, 10 if kind == "title" else 5, words, align="L", new_x="LMARGIN", new_y="NEXT")
            pdf.ln(4)
    return bytes(pdf.output())


def make_bare_pdf(stream: bytes, *, resources: bytes = b"") -> bytes:
    """A PDF of one page with this stream of drawing operators, without any font."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << "
        + resources
        + b" >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    )
