"""The state of the map page in its address."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from explore.map_address import CLOSED, EVERYTHING, MapAddress, Opening
from explore.parameters import map_address

SLUGS = st.text("abcdefgh-0123456789", min_size=1, max_size=12)
SLUG_OR_NOTHING = st.just("") | SLUGS


def read(query: str) -> MapAddress:
    return map_address(QueryDict(query))


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("none", CLOSED),
        ("none,", CLOSED),
        (",none", Opening(slugs=frozenset({"none"}))),
        ("none,bark", Opening(slugs=frozenset({"none", "bark"}))),
        ("all", EVERYTHING),
        ("all,!bark,!roots", Opening(everything=True, slugs=frozenset({"bark", "roots"}))),
        ("all,bark", EVERYTHING),
        ("level:2", Opening(level=2)),
        ("level:0", CLOSED),
        ("level:x", CLOSED),
        ("level:²", CLOSED),
        ("level:" + "9" * 5000, CLOSED),
        ("bark, roots,,bark", Opening(slugs=frozenset({"bark", "roots"}))),
        ("a" * 300, CLOSED),
    ],
)
def test_open_says_which_levels_are_open(text, opening) -> None:
    assert read(f"open={text}").opening == opening


@pytest.mark.parametrize("query", ["", "open=", "open=%20", "concept=bark"])
def test_an_address_may_say_nothing_of_what_is_open(query) -> None:
    assert read(query).opening is None


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("none", set()),
        ("all", {"top", "middle", "low"}),
        ("all,!middle", {"top", "low"}),
        ("level:1", {"top"}),
        ("level:2", {"top", "middle"}),
        ("middle", {"middle"}),
    ],
)
def test_an_opening_opens_what_it_names(text, opened) -> None:
    depths = {"top": 0, "middle": 1, "low": 2}
    opening = Opening.read(text)
    assert {slug for slug, depth in depths.items() if opening.opens(slug, depth)} == opened


ADDRESSES = st.builds(
    MapAddress,
    concept=SLUG_OR_NOTHING,
    opening=st.none()
    | st.builds(Opening, everything=st.just(True), slugs=st.frozensets(SLUGS))
    | st.builds(Opening, level=st.integers(0, 99))
    | st.builds(Opening, slugs=st.frozensets(SLUGS | st.sampled_from(["all", "none"]))),
    path=SLUG_OR_NOTHING,
    know=st.lists(SLUGS, unique=True).map(tuple),
    source=SLUG_OR_NOTHING,
    target=SLUG_OR_NOTHING,
)


@given(ADDRESSES)
def test_the_query_of_a_state_gives_the_state_again(address) -> None:
    assert read(address.query) == address


@given(st.dictionaries(st.sampled_from(["concept", "open", "path", "know", "from", "to"]), st.text()))
def test_whatever_is_typed_is_a_state(typed) -> None:
    query = QueryDict(mutable=True)
    query.update({name: text.encode("utf-8", "replace").decode() for name, text in typed.items()})
    address = read(query.urlencode())
    assert read(address.query) == address


def test_what_changes_the_picture_alone_is_not_read() -> None:
    assert read("concept=bark&radius=2&kinds=parent&view=outline&utm_source=x") == MapAddress(concept="bark")


@pytest.mark.parametrize(
    "query", ["", "concept=bark", "open=all&path=bark", "concept=bark&open=none", "open=level:x"]
)
def test_states_of_which_there_are_few_may_be_kept(query) -> None:
    assert read(query).lasting


@pytest.mark.parametrize(
    "query", ["open=bark", "open=level:2", "open=all,!bark", "know=bark", "from=bark", "to=bark",
              "concept=bark&path=roots"]
)  # fmt: skip
def test_states_without_end_may_not_be_kept(query) -> None:
    assert not read(query).lasting


@pytest.mark.parametrize(
    ("query", "ends"),
    [
        ("from=bark&to=roots", ("bark", "roots")),
        ("from=bark", ("bark", "")),
        ("to=roots", ("roots", "")),
        ("from=&to=roots", ("roots", "")),
        ("to=&from=", ("", "")),
    ],
)
def test_a_connection_with_one_end_begins_there(query, ends) -> None:
    address = read(query)
    assert (address.source, address.target) == ends


def test_what_is_not_there_is_taken_out_of_the_state() -> None:
    address = read("from=moss&to=roots&concept=moss&path=moss&open=moss&know=bark")
    assert address.without({"moss"}) == MapAddress(source="roots", opening=CLOSED, know=("bark",))
    assert read("open=all,!moss").without({"moss"}) == MapAddress(opening=EVERYTHING)
    assert read("from=moss&to=fern").without({"moss", "fern"}) == MapAddress()
