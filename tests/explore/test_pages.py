"""The pages as a visitor's browser gets them."""

import html
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concepts.models import Concept, KnowledgeMap, LinkKind
from concepts.services import add_concept, add_link

MAP = "/maps/trees/"
PAGES = (
    "/",
    "/search/",
    "/search/?q=leaves",
    "/topics/",
    "/topics/botany/",
    MAP,
    f"{MAP}?concept=leaves",
    f"{MAP}?open=all",
    f"{MAP}?path=leaves&know=water&open=level:1",
    f"{MAP}?from=water&to=light",
    f"{MAP}?from=water",
    f"{MAP}embed/?concept=leaves",
    f"{MAP}concepts/leaves/",
    f"{MAP}concepts/leaves/path/",
    f"{MAP}concepts/leaves/path/?know=water",
    f"{MAP}connect/",
    f"{MAP}connect/?from=water&to=light",
)


def html_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_whole(client, small_map, address) -> None:
    html = html_of(client, address)
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert '<html lang="en">' in html
    assert re.search(r'<meta name="description" content="[^"]{10,}">', html)
    assert re.search(r"<title>[^<]{5,}</title>", html)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_a_style_or_script_of_its_own(client, small_map, address) -> None:
    html = html_of(client, address)
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r'<script(?! type="application/(ld\+)?json"| [^>]*src=)', html)
    assert not re.search(r"\son\w+=", html)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_takes_more_than_eight_queries(client, small_map, address) -> None:
    html_of(client, address)
    with CaptureQueriesContext(connection) as queries:
        html_of(client, address)
    assert len(queries) <= 8


@pytest.mark.parametrize(
    "address", [MAP, f"{MAP}?concept=leaves", f"{MAP}concepts/leaves/", f"{MAP}concepts/leaves/path/"]
)
def test_the_queries_of_a_page_stay_as_they_are_when_rows_double(client, small_map, address) -> None:
    before = _queries(client, address)
    leaves = Concept.objects.get(map=small_map, slug="leaves")
    for number in range(12):
        concept = add_concept(knowledge_map=small_map, title=f"Vein {number}")
        add_link(source=leaves, target=concept, kind=LinkKind.PARENT)
    assert _queries(client, address) == before


def test_the_queries_of_the_home_page_stay_as_they_are_when_maps_double(client, small_map) -> None:
    before = _queries(client, "/")
    for number in range(4):
        KnowledgeMap.objects.create(title=f"Map {number}", summary="One more.", published=True, featured=True)
    assert _queries(client, "/") == before


def _queries(client: Client, address: str) -> int:
    """After a first visit, which also builds the snapshots."""
    html_of(client, address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        html_of(client, address)
    return len(queries)


@pytest.mark.parametrize(
    "address",
    [
        "/maps/nowhere/",
        "/maps/nowhere/concepts/water/",
        f"{MAP}concepts/nothing/",
        f"{MAP}concepts/nothing/path/",
        "/maps/nowhere/connect/",
        "/maps/nowhere/picture.svg",
        "/maps/nowhere/picture.png",
        "/topics/nothing/",
        "/nowhere/",
    ],
)
def test_what_is_not_there_is_a_404_that_helps(client, small_map, address) -> None:
    html = html_of(client, address, 404)
    assert "This page is not on the map." in html
    assert 'action="/search/"' in html


def test_a_draft_map_is_there_for_staff_alone(client, staff_client, small_map) -> None:
    KnowledgeMap.objects.update(published=False)
    for address in (MAP, f"{MAP}concepts/leaves/", f"{MAP}picture.svg", f"{MAP}connect/"):
        html_of(client, address, 404)
        assert staff_client.get(address).status_code == 200
    assert "Draft" in html_of(staff_client, MAP)


def test_a_draft_concept_is_there_for_staff_alone(client, staff_client, small_map, draft_concept) -> None:
    assert "Stomata" not in html_of(client, MAP)
    assert "Stomata" in html_of(staff_client, MAP)
    html_of(client, f"{MAP}concepts/stomata/", 404)
    html = html_of(staff_client, f"{MAP}concepts/stomata/")
    assert f"/admin/concepts/concept/{draft_concept.pk}/change/" in html


def test_a_map_lists_its_concepts_as_nested_links(client, small_map) -> None:
    outline = html_of(client, MAP).split('id="outline"')[1].split("</section>")[0]
    assert re.findall(r'href="/maps/trees/concepts/([^/]+)/"', outline) == [
        "water", "roots", "bark", "leaves", "light", "leaves",
    ]  # fmt: skip
    assert outline.count("<details>") == 2
    assert outline.count("<li") == outline.count("</li>")
    assert outline.count("<ul") == outline.count("</ul>") - 1


def test_all_levels_of_the_outline_open_without_scripts(client, small_map) -> None:
    assert html_of(client, f"{MAP}?open=all").count("<details open>") == 2


def test_a_chosen_concept_shows_beside_the_map(client, small_map) -> None:
    html = html_of(client, f"{MAP}?concept=leaves")
    panel = html.split('id="chosen"')[1].split("</section>")[0]
    assert "Leaves in a line." in panel
    assert "Leaves eat light." in panel
    assert 'href="/maps/trees/?path=leaves"' in panel
    assert 'href="/maps/trees/?from=leaves"' in panel


def test_a_chosen_concept_that_is_unknown_is_said_and_the_map_still_shown(client, small_map) -> None:
    html = html_of(client, f"{MAP}?concept=<b>moss</b>")
    assert "no concept “\u2068&lt;b&gt;moss&lt;/b&gt;\u2069”" in html
    assert "Roots" in html


def test_a_concept_shows_each_link_with_its_reason(client, small_map) -> None:
    html = html_of(client, f"{MAP}concepts/roots/")
    assert "Builds on" in html
    assert "Roots drink." in html
    assert "Made of" in html
    assert "Bark starts below." in html
    assert '<option value="bark">Bark</option>' in html
    assert '<option value="roots">' not in html


def test_a_known_step_falls_away_and_can_be_unticked(client, small_map) -> None:
    whole = html_of(client, f"{MAP}concepts/leaves/path/")
    assert re.findall(r'class="tick__box" type="checkbox" name="know" value="([^"]+)">', whole) == [
        "water", "roots", "light",
    ]  # fmt: skip
    shorter = html_of(client, f"{MAP}concepts/leaves/path/?know=roots")
    assert 'value="roots" checked' in shorter
    assert 'value="water"' not in shorter
    assert "What you know saves 2 steps and 3 minutes." in shorter
    assert '<known-steps data-map="trees">' in shorter


def test_known_concepts_elsewhere_in_the_map_stay_known_when_a_tick_is_sent(client, small_map) -> None:
    html = html_of(client, f"{MAP}concepts/roots/path/?know=light")
    assert '<input type="hidden" name="know" value="light">' in html


def test_known_steps_may_be_joined_or_repeated(client, small_map) -> None:
    joined = html_of(client, f"{MAP}concepts/leaves/path/?know=water,light")
    repeated = html_of(client, f"{MAP}concepts/leaves/path/?know=water&know=light&know=water&know=")
    assert joined == repeated


def test_an_unknown_known_step_is_said(client, small_map) -> None:
    assert "Not in this map, so left aside: <bdi>moss</bdi>." in html_of(
        client, f"{MAP}concepts/leaves/path/?know=moss"
    )


def test_a_connection_says_each_hop_and_why(client, small_map) -> None:
    html = html_of(client, f"{MAP}connect/?from=water&to=bark")
    assert "How <bdi>Water</bdi> and <bdi>Bark</bdi> are connected" in html
    assert "comes before" in html
    assert "Roots drink." in html
    assert "introduces" in html


def test_a_concept_and_itself_ask_for_another_end(client, small_map) -> None:
    html = html_of(client, f"{MAP}connect/?from=water&to=water")
    assert "Both ends are the same concept." in html
    assert "How are two concepts connected?" in html
    assert "The shortest way" not in html


def test_the_form_of_the_first_page_says_where_it_was_filled_in(client, small_map) -> None:
    assert '<input type="hidden" name="page" value="/">' in html_of(client, "/")


def test_a_map_that_is_not_featured_is_listed_below_those_that_are(client, small_map) -> None:
    assert "More maps" not in html_of(client, "/")
    KnowledgeMap.objects.create(title="Stones", summary="Not featured.", published=True)
    KnowledgeMap.objects.create(title="Secret", summary="A draft.", published=False)
    more = html_of(client, "/").partition("More maps")[2].partition("</section>")[0]
    assert 'href="/maps/stones/"' in more
    assert "Trees" not in more
    assert "Secret" not in more


def test_concepts_that_nothing_joins_are_said_to_be_so(client, small_map) -> None:
    add_concept(knowledge_map=small_map, title="Moss")
    assert "No links lead from one to the other." in html_of(client, f"{MAP}connect/?from=moss&to=bark")


def test_large_numbers_are_written_so_that_they_can_be_read(client, small_map) -> None:
    def add_leaves(numbers: range) -> None:
        Concept.objects.bulk_create(
            Concept(map=small_map, title=f"Leaf {number}", slug=f"leaf-{number}", minutes=7, position=number)
            for number in numbers
        )

    add_leaves(range(300))
    assert "<span>2,115 minutes to read</span>" in html_of(client, MAP)
    add_leaves(range(300, 1_000))
    assert "<span>1,005 concepts</span>" in html_of(client, MAP)
    assert "<span>1,005 concepts</span>" in html_of(client, "/")


def test_an_empty_site_says_what_to_do(client, db, var_dir) -> None:
    assert "No map has been published yet." in html_of(client, "/")
    assert "There are no topics yet." in html_of(client, "/topics/")


def test_an_empty_map_says_so(client, db, var_dir) -> None:
    KnowledgeMap.objects.create(title="Bare", summary="Nothing here.", published=True)
    assert "This map is still empty." in html_of(client, "/maps/bare/")
    for ending in ("svg", "png"):
        assert client.get(f"/maps/bare/picture.{ending}").status_code == 200


def test_an_empty_map_shows_its_introduction(client, db, var_dir) -> None:
    KnowledgeMap.objects.create(title="Bare", summary="Soon.", detail="What it **will** be.", published=True)
    assert "<p>What it <strong>will</strong> be.</p>" in html_of(client, "/maps/bare/")


def test_a_search_without_results_offers_topics(client, small_map) -> None:
    html = html_of(client, "/search/?q=zzqqyxw")
    assert "Nothing found." in html
    assert "/topics/botany/" in html


def test_suggestions_name_what_is_found(client, small_map) -> None:
    found = client.get("/search/suggestions/?q=leav").json()["found"]
    assert found[0] == {"title": "Leaves", "where": "Trees", "url": "/maps/trees/concepts/leaves/"}
    assert client.get("/search/suggestions/").json() == {"found": []}


def test_a_blank_behind_the_last_word_says_that_it_is_typed_out(client, small_map) -> None:
    add_concept(knowledge_map=small_map, title="Photosynthesis")
    found, after_blank = (
        client.get("/search/suggestions/", {"q": typed}).json()["found"] for typed in ("photsyn", "photsyn ")
    )
    assert [one["title"] for one in found] == ["Photosynthesis"]
    assert after_blank == []


HOSTILE = ("\x00", "%00", "'\"><script>", "\ud7ff" * 300, "\u202ex", "a" * 9000, "../../etc", "﷽" * 50)


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/search/", "q"),
        ("/search/suggestions/", "q"),
        (MAP, "concept"),
        (f"{MAP}concepts/leaves/path/", "know"),
        (f"{MAP}connect/", "from"),
    ],
)
def test_nothing_that_a_visitor_types_is_an_error(client, small_map, address, name, words) -> None:
    response = client.get(address, {name: words})
    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_what_curators_write_is_escaped_everywhere(client, small_map) -> None:
    evil = "</script><img src=x onerror=alert(1)>\"'&"
    leaves = Concept.objects.get(map=small_map, slug="leaves")
    leaves.title, leaves.summary, leaves.aliases = evil, evil, evil
    leaves.save()
    small_map.title = small_map.summary = evil
    small_map.save()
    for address in PAGES:
        assert "<img src=x" not in html_of(client, address), address
    assert "<img src=x" not in html_of(client, f"{MAP}picture.svg")


def test_only_safe_methods_are_allowed(client, small_map) -> None:
    for address in (MAP, "/search/", f"{MAP}concepts/leaves/path/", f"{MAP}picture.svg"):
        assert client.post(address).status_code == 405


def test_the_waitlist_remembers_the_page_that_one_comes_from(client: Client, small_map: KnowledgeMap) -> None:
    for path in ("/maps/trees/", "/maps/trees/concepts/roots/"):
        call = re.search(r'href="(/waitlist/\?[^"]*)"', client.get(path).content.decode())
        assert call is not None
        form = client.get(html.unescape(call[1])).content.decode()
        assert f'name="page" value="{path}"' in form
