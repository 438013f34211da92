"""The measurement of the map page: what it counts, how it compares, and that it names what missed."""

import json
from typing import Any

import pytest

from benchmarks.bars import Bar
from benchmarks.map import report
from benchmarks.map.addresses import KINAPSE, address_of
from benchmarks.map.first_picture import Picture
from benchmarks.map.frames import Frames, Trace
from benchmarks.map.lighthouse import CATEGORIES, Verdict, faults_of
from benchmarks.map.made_maps import MadeMap, large_map, small_map
from benchmarks.map.peers import BARE, PEERS
from benchmarks.map.shifts import Shifts
from benchmarks.map.weight import Weight, chunks_of
from concepts.formats.faults import Faults
from concepts.formats.markdown_reader import read_markdown


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    assert report.ratio([10, 50, 30], [100, 100, 60]) == 0.5


def test_a_first_picture_is_held_against_each_peer_drawn_and_shown() -> None:
    part = report.picture_part(
        {
            "kinapse": [Picture(40, 50), Picture(60, 70), Picture(50, 55)],
            "slow": [Picture(100, 200), Picture(200, 210), Picture(100, 110)],
            "quick": [Picture(60, 70), Picture(60, 70), Picture(60, 70)],
        },
        "kinapse",
    )
    assert part.rows[0] == ["kinapse", "50", "55", "", ""]
    assert part.rows[1] == ["slow", "100", "200", "0.40", "0.33"]
    assert [(bar.what, bar.holds) for bar in part.bars] == [
        ("first picture drawn, share of slow's", True),
        ("first picture shown, share of slow's", True),
        ("first picture drawn, share of quick's", False),
        ("first picture shown, share of quick's", False),
    ]


def test_frames_are_held_to_their_bars_for_our_page_alone() -> None:
    part = report.frames_part(
        {
            ("kinapse", report.PANNING): [Frames([1, 2], [2, 4]), Frames([3, 3], [3, 3]), Frames([1], [1])],
            ("slow", report.PANNING): [Frames([30], [90])],
            ("kinapse", report.OPENING_ALL): [Frames([10, 12], [20, 20])],
        },
        "kinapse",
    )
    assert part.rows[0] == ["panning, kinapse", "1.50", "3.00", "2.0", "2", ""]
    assert part.rows[1] == ["panning, slow", "30.00", "90.00", "30.0", "1", "0.05"]
    assert [(bar.what, bar.value, bar.holds) for bar in part.bars] == [
        ("panning, main thread a frame", 1.5, True),
        ("opening all, main thread a frame", 11, False),
    ]


def test_no_frame_at_all_is_no_good_frame() -> None:
    part = report.frames_part({("kinapse", report.PANNING): [Frames([], [])]}, "kinapse")
    assert not part.bars[0].holds


def test_the_median_opening_is_held_to_its_bar() -> None:
    part = report.opening_part({"kinapse": [20, 51, 400]}, "kinapse")
    assert part.rows == [["kinapse", "51", "400", "3"]]
    assert not part.bars[0].holds


def test_scripts_are_weighed_packed_and_peers_stand_beside() -> None:
    part = report.weight_part(
        {"kinapse": Weight(3, 30_000, 31_000, 90_000), "slow": Weight(1, 120_000, 1, 2)}, "kinapse"
    )
    assert part.rows[0] == ["kinapse", "3", "30,000", "31,000", "90,000", ""]
    assert part.rows[1][-1] == "0.25"
    assert part.bars[0].holds


def test_the_least_shift_misses() -> None:
    assert not report.shifts_part({"kinapse": Shifts(0.0001, 0)}, "kinapse").bars[0].holds
    assert report.shifts_part({"kinapse": Shifts(0, 0.2)}, "kinapse").bars[0].holds


def test_lighthouse_names_the_failing_audits() -> None:
    good, bad = dict.fromkeys(CATEGORIES, 100.0), {**dict.fromkeys(CATEGORIES, 100.0), "seo": 91.0}
    part = report.lighthouse_part(
        {("home", "mobile"): Verdict(good, ()), ("map", "mobile"): Verdict(bad, ("seo: no description",))}
    )
    assert [bar.holds for bar in part.bars] == [True, False]
    assert part.notes == ["map, mobile: seo: no description"]
    assert "map, mobile: seo: no description" in str(part)


def test_only_audits_that_cost_something_are_faults() -> None:
    def audit(score: float | None, mode: str = "binary", **more: str) -> dict[str, Any]:
        return {"title": f"scored {score}", "score": score, "scoreDisplayMode": mode, **more}

    audits = {
        "well": audit(1),
        "badly": audit(0.5, "numeric", displayValue="3 s"),
        "unasked": audit(None, "notApplicable"),
        "broken": audit(None, "error", errorMessage="NO_LCP"),
        "weightless": audit(0),
    }
    references = [{"id": name, "weight": int(name != "weightless")} for name in audits]
    categories: dict[str, dict[str, Any]] = {name: {"auditRefs": []} for name in CATEGORIES}
    categories["seo"] = {"auditRefs": references}
    assert faults_of({"categories": categories, "audits": audits}) == {
        "seo: scored 0.5": "3 s",
        "seo: scored None": "NO_LCP",
    }


def test_the_closing_counts_the_bars_and_names_those_missed() -> None:
    bars = [Bar("light", 1, 2, "ms"), Bar("heavy", 3, 2, "ms"), Bar("score", 99, 100, "", at_least=True)]
    part = report.Part("Some", ["what"], [], bars)
    assert report.closing([part]).splitlines() == [
        "1 of 3 bars hold",
        "FAILS  heavy: 3 ms, at most 2",
        "FAILS  score: 99, at least 100",
    ]


def test_work_counts_for_the_frame_that_it_leads_to() -> None:
    trace = Trace()
    trace.read(
        recorded(
            task(0, 500, 400),
            mark("measure-begin", 1_000),
            task(1_100, 2_000, 1_500),
            task(4_000, 3_000, 1_000),
            {"name": "AnimationFrame", "ph": "e", "ts": 6_900},
            task(8_000, 1_000, 500),
            {"name": "AnimationFrame", "ph": "e", "ts": 8_900},
            task(9_500, 250, 250),
            {**task(9_000, 90_000, 90_000), "tid": 2},
            task(9_900, 1_000, 900),
            mark("measure-end", 10_000),
        )
    )
    frames = trace.frames()
    assert frames == Frames(busy=[2.5, 0.75], wall=[5.0, 1.25])
    assert (frames.count, frames.mean(), frames.worst()) == (2, 1.625, 2.5)


def test_a_click_is_timed_until_its_frame_is_on_the_screen() -> None:
    trace = Trace()
    trace.read(recorded(click("pointerup", 9.5), click("click", 24.25)))
    assert trace.click_to_frame() == 24.25


def test_a_trace_without_what_is_asked_of_it_is_refused() -> None:
    trace = Trace()
    trace.read(recorded())
    with pytest.raises(ValueError, match="no click"):
        trace.click_to_frame()
    with pytest.raises(ValueError, match="measure-begin"):
        trace.frames()


def test_everything_an_entry_may_come_to_load_is_weighed_once() -> None:
    manifest = {
        "main": {"file": "main.js", "imports": ["shared"], "dynamicImports": ["later"]},
        "later": {"file": "later.js", "imports": ["shared", "main"]},
        "shared": {"file": "shared.js"},
        "elsewhere": {"file": "elsewhere.js"},
    }
    assert sorted(chunks_of("main", manifest)) == ["later", "main", "shared"]


@pytest.mark.parametrize(("made", "concepts", "levels"), [(small_map(), 13, 3), (large_map(), 300, 4)])
def test_a_made_map_is_read_as_it_was_made(made: MadeMap, concepts: int, levels: int) -> None:
    faults = Faults("made.md")
    read = read_markdown(made.markdown(), faults)
    assert [concept.title for concept in read.concepts] == [concept.title for concept in made.concepts]
    assert len(made.concepts) == concepts
    assert {concept.depth for concept in made.concepts} == set(range(levels))
    parents = sum(concept.parent is not None for concept in made.concepts)
    assert len(read.links) == parents + len(made.cross)


def test_made_maps_are_the_same_every_time() -> None:
    assert small_map() == small_map()
    assert large_map().picture() == large_map().picture()


def test_peers_get_the_same_concepts_and_links_at_places_of_their_own() -> None:
    made = small_map()
    picture = json.loads(made.picture())
    assert [title for _, title, *_ in picture["concepts"]] == [concept.title for concept in made.concepts]
    assert len(picture["links"]) == len(made.cross)
    assert len({(x, y) for *_, x, y in picture["concepts"]}) == len(made.concepts)


def test_every_page_has_its_address() -> None:
    made = small_map()
    addresses = [address_of(name, made, opened=True) for name in (KINAPSE, BARE, *PEERS)]
    assert addresses[0] == "/maps/measured-13/?open=all"
    assert len(set(addresses)) == len(addresses)
    with pytest.raises(ValueError, match="no page"):
        address_of("nobody", made, opened=True)


def recorded(*events: dict[str, Any]) -> bytes:
    return json.dumps(
        {"traceEvents": [{"pid": 1, "tid": 1, "cat": "", "ts": 0, **event} for event in events]}
    ).encode()


def task(begin: int, wall: int, busy: int) -> dict[str, Any]:
    return {"name": "RunTask", "ph": "X", "ts": begin, "dur": wall, "tdur": busy}


def mark(name: str, at: int) -> dict[str, Any]:
    return {"name": name, "cat": "blink.user_timing", "ph": "I", "ts": at}


def click(kind: str, duration: float) -> dict[str, Any]:
    return {"name": "EventTiming", "ph": "b", "args": {"data": {"type": kind, "duration": duration}}}
