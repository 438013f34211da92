"""The library's list, its documents, and where else they are shown."""

import re
from datetime import date

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concepts.models import Concept, KnowledgeMap
from concepts.topics import find_or_make_topics
from library.models import AIModel, Attribute, Document, Fact
from library.models.document import stored_parts
from library.models.revision import LIKENESS
from library.reading.text import Part
from outbox.models import Job
from outbox.relay import work_off
from tests.library.shelf import cite, document

TEXT = (
    "Executive overview\nRoots drink water.\nThe central insight: trees are rivers.\nBark\nBark keeps it in."
)
PARTS = [
    Part("heading", 0, 18, 2),
    Part("overview", 19, 37),
    Part("insight", 38, 76),
    Part("heading", 77, 81, 2),
    Part("paragraph", 82, 99),
]


@pytest.fixture
def digest(small_map: KnowledgeMap) -> Document:
    """A digest that two concepts of the small map rest on."""
    made = document(
        "On Trees",
        text=TEXT,
        parts=list(stored_parts(PARTS)),
        summary="How water gets up.",
        authors="Ada Oak\nBen Elm",
        publisher="Forest Press",
        published_on=date(2020, 2, 3),
        source_url="https://forest.example/trees",
        licence="CC BY 4.0",
    )
    made.topics.set(find_or_make_topics(["Botany"]))
    cite(Concept.objects.get(slug="roots"), made, "Roots drink water")
    cite(Concept.objects.get(slug="bark"), made, "Bark keeps it in")
    return made


def html_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def titles_in(html: str) -> list[str]:
    return re.findall(r'class="document__link" href="[^"]*">([^<]*)<', html)


def build_likeness() -> None:
    Job.objects.filter(kind=LIKENESS, state=Job.State.WAITING).update(due=Now())
    work_off()


def test_the_newest_documents_come_first_and_drafts_for_staff_alone(client, staff_client, digest) -> None:
    document("Older", published_on=date(2019, 1, 1))
    document("Undated")
    document("Hidden", published_on=date(2024, 1, 1), status=Document.Status.DRAFT)
    assert titles_in(html_of(client, "/library/")) == ["On Trees", "Older", "Undated"]
    assert titles_in(html_of(staff_client, "/library/")) == ["Hidden", "On Trees", "Older", "Undated"]


def test_the_list_is_narrowed_by_links_that_take_the_choice_away_again(client, digest) -> None:
    document("A Model", kind=Document.Kind.DISCLOSURE)
    html = html_of(client, "/library/?kind=digest&topic=botany")
    assert titles_in(html) == ["On Trees"]
    assert 'href="/library/?topic=botany" aria-current="true">Digests' in html
    assert 'href="/library/?kind=digest" aria-current="true">Botany' in html
    assert '<input type="hidden" name="kind" value="digest">' in html
    assert titles_in(html_of(client, "/library/?kind=disclosure")) == ["A Model"]


@pytest.mark.parametrize("query", ["kind=nonsense", "topic=nonsense", "kind=x&q=roots"])
def test_a_choice_that_there_is_not_is_named(client, digest, query) -> None:
    html = html_of(client, f"/library/?{query}")
    assert titles_in(html) == []
    assert "There is nothing called" in html


def test_a_search_shows_the_words_where_they_stand_and_forgives_errors(client, digest) -> None:
    html = html_of(client, "/library/?q=drink")
    assert titles_in(html) == ["On Trees"]
    assert '<mark class="found">drink</mark>' in html
    assert titles_in(html_of(client, "/library/?q=treees")) == ["On Trees"]
    assert titles_in(html_of(client, "/library/?q=ada+oka")) == ["On Trees"]
    assert "Nothing found" in html_of(client, "/library/?q=zzqqxx")
    assert "&lt;script&gt;" in html_of(client, "/library/?q=<script>")


def test_an_empty_library_says_what_to_do(client, small_map) -> None:
    html = html_of(client, "/library/")
    assert "The first documents are being written." in html
    assert 'name="placement" value="library"' in html


@pytest.mark.parametrize("query", ["", "q=entropy", "kind=digest"])
def test_pages_lead_on_and_show_every_document_once(client, db, query) -> None:
    for number in range(60):
        day = date(2000 + number % 7, 1, 1) if number % 5 else None
        document(f"Entropy {number:02}", published_on=day)
    seen, address = [], f"/library/?{query}"
    for _ in range(5):
        html = html_of(client, address)
        seen += titles_in(html)
        link = re.search(r'rel="next" href="([^"]*)"', html)
        if not link:
            break
        address = link[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 60
    dated = [Document.objects.get(title=title).published_on for title in seen]
    assert query.startswith("q") or dated == sorted(dated, key=lambda day: day or date.min, reverse=True)


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJ4IiwiYSIsMV0", "%00", "A" * 3000, "WyIiLCIiLC0xXQ"])
def test_an_odd_cursor_is_the_first_page(client, digest, cursor) -> None:
    assert titles_in(html_of(client, f"/library/?cursor={cursor}")) == ["On Trees"]
    assert titles_in(html_of(client, f"/library/?q=trees&cursor={cursor}")) == ["On Trees"]


def test_a_document_is_whole_with_marks_concepts_and_source(client, digest) -> None:
    html = html_of(client, "/library/on-trees/")
    first, second = digest.citations.order_by("start")
    assert f'<mark class="cited" id="c{first.pk}">Roots drink water</mark>' in html
    assert 'href="/maps/trees/concepts/roots/"' in html
    assert f'href="#c{second.pk}"' in html
    assert "The central insight</h2>" in html
    assert "trees are rivers." in html
    for words in ("Ada Oak, Ben Elm", "Forest Press", "3 February 2020", "CC BY 4.0", "1 minute to read"):
        assert words in html
    assert 'href="https://forest.example/trees" rel="noopener nofollow"' in html
    assert not re.search(r'<script(?! type="application/(ld\+)?json"| [^>]*src=)|\sstyle=|\son\w+=', html)


def test_concepts_that_may_not_be_seen_are_not_named_on_a_document(client, staff_client, digest) -> None:
    Concept.objects.filter(slug="bark").update(published=False)
    assert "/concepts/bark/" not in html_of(client, "/library/on-trees/")
    assert "/concepts/bark/" in html_of(staff_client, "/library/on-trees/")
    KnowledgeMap.objects.update(published=False)
    assert "/maps/trees/" not in html_of(client, "/library/on-trees/")


def test_a_disclosure_has_its_figures_marked_and_in_a_table(client, db) -> None:
    made = document("A Model", kind=Document.Kind.DISCLOSURE, text="It has 65 billion parameters.")
    fact = Fact.objects.create(
        model=AIModel.objects.create(name="Oak-1"),
        attribute=Attribute.PARAMS,
        value="65 billion parameters",
        document=made,
        start=7,
        end=28,
        quote="65 billion parameters",
    )
    html = html_of(client, "/library/a-model/")
    assert f'<mark class="figure" id="f{fact.pk}">65 billion parameters</mark>' in html
    assert f'<a href="#f{fact.pk}">65 billion parameters</a>' in html
    assert "Oak-1" in html


def test_a_draft_is_not_there_for_visitors_in_any_way(client, staff_client, digest) -> None:
    Document.objects.update(status=Document.Status.DRAFT)
    build_likeness()
    for address in ("/library/on-trees/", "/library/on-trees/picture.png", "/api/v1/documents/on-trees/"):
        assert client.get(address).status_code == 404
        assert staff_client.get(address).status_code == 200
    for address in (
        *("/", "/library/", "/library/?q=trees", "/topics/botany/", "/search/?q=on+trees"),
        *("/maps/trees/concepts/roots/", "/maps/trees/?concept=roots", "/maps/trees/panel/?concept=roots"),
        *("/maps/trees/embed/?concept=roots", "/search/suggestions/?q=on+tre", "/sitemap.xml"),
        *("/api/v1/documents/", "/api/v1/documents/?q=trees", "/api/v1/search/?q=on+trees"),
        "/api/v1/maps/trees/concepts/roots/",
    ):
        assert "On Trees" not in html_of(client, address)
        assert "/library/on-trees/" not in html_of(client, address)
        assert "sitemap-documents" not in html_of(client, address)


@pytest.mark.parametrize("address", ["/library/nothing/", "/library/on-trees/more/"])
def test_a_document_that_is_not_there_is_a_404(client, digest, address) -> None:
    html_of(client, address, 404)


def test_more_like_this_tells_why(client, digest) -> None:
    other = document("On Roots", text="Roots drink water all day.")
    cite(Concept.objects.get(slug="roots"), other, "Roots drink water")
    assert "More like this" not in html_of(client, "/library/on-trees/")
    build_likeness()
    html = html_of(client, "/library/on-trees/")
    assert "On Roots" in html
    assert "Shares Roots" in html


def test_a_concepts_page_and_panel_quote_the_passage_and_link_to_it(client, digest) -> None:
    cited = digest.citations.get(concept__slug="roots")
    link = f'<a href="/library/on-trees/#c{cited.pk}">“Roots drink water”</a>'
    for address in ("concepts/roots/", "?concept=roots", "panel/?concept=roots"):
        assert link in html_of(client, f"/maps/trees/{address}")


def test_a_change_of_a_source_shows_on_the_map_at_the_next_request(client, digest) -> None:
    addresses = (
        "/maps/trees/concepts/roots/",
        "/maps/trees/panel/?concept=roots",
        "/api/v1/maps/trees/concepts/roots/",
    )
    held = {address: client.get(address)["ETag"] for address in addresses}
    digest.title = "On Tall Trees"
    digest.save()
    for address, etag in held.items():
        response = client.get(address, headers={"If-None-Match": etag})
        assert response.status_code == 200
        assert "On Tall Trees" in response.content.decode()


def test_home_topic_and_searches_show_documents(client, digest) -> None:
    assert titles_in(html_of(client, "/")) == ["On Trees"]
    assert titles_in(html_of(client, "/topics/botany/")) == ["On Trees"]
    html = html_of(client, "/search/?q=trees")
    assert re.findall(r'<h2 id="found-\w+">(\w+)', html) == ["Maps", "Documents"]
    assert 'href="/library/on-trees/">On Trees' in html
    found = client.get("/search/suggestions/?q=on tre").json()["found"]
    assert {"title": "On Trees", "where": "Digest", "url": "/library/on-trees/"} in found


def test_search_engines_are_told_of_a_document(client, digest, settings) -> None:
    settings.SITE_URL = "https://atlas.example"
    html = html_of(client, "/library/on-trees/")
    assert '<link rel="canonical" href="https://atlas.example/library/on-trees/">' in html
    assert '"@type":"Article"' in html
    assert '"isBasedOn":{"@type":"CreativeWork","name":"On Trees"' in html
    assert client.get("/library/on-trees/picture.png")["Content-Type"] == "image/png"
    assert 'name="robots" content="noindex"' in html_of(client, "/library/?q=trees")
    assert "https://atlas.example/sitemap-documents-1.xml" in html_of(client, "/sitemap.xml")
    assert "<loc>https://atlas.example/library/on-trees/</loc>" in html_of(client, "/sitemap-documents-1.xml")
    assert "<loc>https://atlas.example/library/</loc>" in html_of(client, "/sitemap-pages.xml")
    assert client.get("/sitemap-documents-2.xml").status_code == 404


def test_the_number_of_queries_stays_as_rows_double(client, digest) -> None:
    addresses = (
        *(
            "/",
            "/library/",
            "/library/?q=trees",
            "/library/?topic=botany",
            "/library/on-trees/",
            "/topics/botany/",
        ),
        *(
            "/search/?q=trees",
            "/maps/trees/concepts/roots/",
            "/sitemap-documents-1.xml",
            "/api/v1/documents/",
        ),
        "/api/v1/documents/on-trees/",
    )

    def counted() -> dict[str, int]:
        build_likeness()
        counts = {}
        for address in addresses:
            html_of(client, address)
            with CaptureQueriesContext(connection) as queries:
                html_of(client, address)
            counts[address] = len(queries)
        return counts

    roots, topics = Concept.objects.get(slug="roots"), find_or_make_topics(["Botany"])
    for number in range(2):
        _one_more(f"Tree Book {number}", roots, topics)
    before = counted()
    for number in range(2, 16):
        _one_more(f"Tree Book {number}", roots, topics)
        cite(roots, digest, TEXT[number : number + 9])
    assert counted() == before
    assert max(before.values()) <= 14


def _one_more(title, concept, topics) -> None:
    made = document(title, text=TEXT, published_on=date(2021, 1, 1))
    made.topics.set(topics)
    cite(concept, made, "Roots drink water")


def test_a_concepts_page_names_a_work_once_that_a_document_is_about(client, small_map):
    concept = Concept.objects.get(slug="roots")
    concept.sources = "Trees <http://forest.example/trees/>\nBark <https://bark.example/>"
    concept.save()
    made = document("On Trees", text="Roots drink water.", source_url="https://forest.example/trees")
    cite(concept, made, "Roots drink")
    text = html_of(client, "/maps/trees/concepts/roots/")
    assert text.count('"https://forest.example/trees"') == 1
    assert "http://forest.example/trees/" not in text
    assert "https://bark.example/" in text
