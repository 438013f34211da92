"""Of a page, what a reader sees: no scripts, nothing hidden, menus apart."""

import pytest

from library.reading import DocumentRefused, read_file
from library.reading.html_page import read_html
from tests.library.reading.samples import parts_of


def test_headings_points_and_paragraphs_are_parts() -> None:
    read = read_html(
        "<h1>Big <b>one</b></h1>Loose<p>A<br>b  c\n d<ul><li>x<li><p>y</p><p>z</p></ul><h3>Small</h3>end"
    )
    assert parts_of(read) == [
        ("heading1", "Big one"),
        ("paragraph", "Loose"),
        ("paragraph", "A\nb c d"),
        ("point", "x"),
        ("point", "y"),
        ("paragraph", "z"),
        ("heading3", "Small"),
        ("paragraph", "end"),
    ]
    assert read.text.count("x\ny\n\nz") == 1


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>no</script>",
        "<style>no</style>",
        "<template><p>no</p></template>",
        "<noscript>no</noscript>",
        "<!-- no -->",
        "<p hidden>no",
        "<div hidden=until-found><div>no</div>no</div>",
        '<div style="color:red; display : none">no<p>no</div>',
        "<span style='visibility:hidden'>no</span>",
        "<svg><title>no</title><text>no</text></svg>",
        "<select><option>no</select>",
        "<dialog>no</dialog>",
        "<textarea>no</textarea>",
        "<iframe>no</iframe>",
        "<? no ?><!no><![CDATA[no]]>",
        "<img alt=no hidden>",
        "<input value=no>",
    ],
)
def test_what_is_hidden_is_no_text(hidden: str) -> None:
    assert read_html(f"<p>yes</p>{hidden}<p>also</p>").text == "yes\n\nalso"


def test_the_word_hidden_elsewhere_in_a_tag_hides_nothing() -> None:
    page = "<p class='hidden'>a</p><p data-hidden=1>b</p><p title='x hidden y'>c</p>"
    assert read_html(page).text == "a\n\nb\n\nc"


def test_menus_are_kept_apart() -> None:
    page = (
        "<nav><a>Home</a> <a>Maps</a><ul><li>Library</ul></nav><p>Text<div role=navigation><a>Next</a></div>"
    )
    read = read_html(page)
    assert (read.text, read.navigation) == ("Text", ("Home", "Maps", "Library", "Next"))


def test_the_title_is_what_the_page_says_else_its_first_heading() -> None:
    assert read_html("<head><title>A &amp; B</title></head><h1>C</h1>").title == "A & B"
    assert read_html("<h2>B</h2><h1>C</h1>").title == "C"


def test_rows_are_lines() -> None:
    page = "<table><tr><th>a<th>b<tr><td>1</td> <td></td> <td><b>2</b></td><td> </tr></table>"
    assert parts_of(read_html(page)) == [("paragraph", "a | b"), ("paragraph", "1 | 2")]


def test_tags_of_figures_stay() -> None:
    page = (
        "<p>The <model>X-1</model> has &lt;params&gt;2B&lt;/params&gt; and <gpu_count class=a>8</gpu_count>."
    )
    assert read_html(page).text == (
        "The <model>X-1</model> has <params>2B</params> and <gpu_count>8</gpu_count>."
    )


def test_kept_lines_stay_lines() -> None:
    assert read_html("<pre>a\n  b</pre>c\n d").text == "a\n  b\n\nc d"


def test_a_lone_sign_is_text() -> None:
    assert read_html("<p>1 < 2 & 3 > 2 &lt; &#x41;").text == "1 < 2 & 3 > 2 < A"


def test_quotes_may_hold_the_end_of_a_tag() -> None:
    assert read_html("<p title=\"a > b\" class='>'>yes</p><p it's>too").text == "yes\n\ntoo"


def test_elements_of_xhtml_end_where_they_begin() -> None:
    page = '<?xml version="1.0"?><html><head><script src="a.js"/><title>T</title></head><body><p>yes</p></body></html>'
    assert read_html(page).text == "yes"


def test_a_page_of_scripts_alone_is_refused() -> None:
    page = b"<!doctype html><title>App</title><body><noscript>Turn on scripts</noscript><script>draw('words')</script>"
    with pytest.raises(DocumentRefused, match="no text without its scripts"):
        read_file("a.html", page)
