"""What was measured, as tables and as bars that hold or do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.bars import Bar
from benchmarks.map.first_picture import Picture
from benchmarks.map.frames import Frames
from benchmarks.map.lighthouse import CATEGORIES, Verdict
from benchmarks.map.shifts import Shifts
from benchmarks.map.weight import Weight

PICTURE_SHARE = 0.5
PAN_MOST, OPEN_ALL_MOST, OPEN_ONE_MOST = 2.0, 10.0, 50.0
WEIGHT_MOST = 30_000
LIGHTHOUSE_LEAST = 100.0
PANNING, OPENING_ALL = "panning", "opening all"


@dataclass(frozen=True)
class Part:
    """One table with the bars that stand on it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    bars: Sequence[Bar] = ()
    notes: Sequence[str] = ()

    def __str__(self) -> str:
        table = [self.head, *self.rows]
        widths = [max(len(row[column]) for row in table) for column in range(len(self.head))]
        lines = [
            "  ".join(
                cell.rjust(width) if column else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in table
        ]
        rule = "-" * max(map(len, lines))
        return "\n".join([self.title, rule, lines[0], rule, *lines[1:], *self.notes, *map(str, self.bars)])


def picture_part(pictures: dict[str, list[Picture]], ours: str) -> Part:
    """The first picture of each page, and ours as shares of the others': medians of the rounds' ratios."""
    rows, bars = [], []
    for name, taken in pictures.items():
        shares = {
            kind: ratio([getattr(one, kind) for one in pictures[ours]], [getattr(one, kind) for one in taken])
            for kind in ("drawn", "shown")
        }
        rows.append(
            [
                name,
                *(f"{median(getattr(one, kind) for one in taken):,.0f}" for kind in ("drawn", "shown")),
                *("" if name == ours else f"{share:.2f}" for share in shares.values()),
            ]
        )
        if name != ours:
            bars += [
                Bar(f"first picture {kind}, share of {name}'s", share, PICTURE_SHARE, "")
                for kind, share in shares.items()
            ]
    head = ["13 concepts", "drawn ms", "shown ms", f"{ours} of it, drawn", "shown"]
    return Part("First picture, from the start of the navigation", head, rows, bars)


def frames_part(measured: dict[tuple[str, str], list[Frames]], ours: str) -> Part:
    """Main-thread time a frame. Keys: page and what was done. Each figure is the median of the rounds."""
    rows, bars = [], []
    most = {PANNING: PAN_MOST, OPENING_ALL: OPEN_ALL_MOST}
    for (name, deed), rounds in measured.items():
        busy = median(frames.mean() for frames in rounds)
        own = measured.get((ours, deed))
        share = "" if own is None or name == ours else f"{median(one.mean() for one in own) / busy:.2f}"
        rows.append(
            [
                f"{deed}, {name}",
                f"{busy:.2f}",
                f"{median(frames.mean('wall') for frames in rounds):.2f}",
                f"{median(frames.worst() for frames in rounds):.1f}",
                f"{median(frames.count for frames in rounds):.0f}",
                share,
            ]
        )
        if name == ours:
            bars.append(Bar(f"{deed}, main thread a frame", busy, most[deed], "ms"))
    head = ["300 concepts", "busy ms", "by the clock", "worst frame", "frames", f"{ours} of it, busy"]
    return Part("Main thread a frame", head, rows, bars)


def opening_part(taken: dict[str, list[float]], ours: str) -> Part:
    """From the click on a toggle to the next frame on the screen."""
    rows = [
        [name, f"{median(times):.0f}", f"{max(times):.0f}", str(len(times))] for name, times in taken.items()
    ]
    bar = Bar("opening one, click to frame", median(taken[ours]), OPEN_ONE_MOST, "ms")
    return Part("Opening one concept of 300", ["", "median ms", "slowest ms", "opened"], rows, [bar])


def weight_part(weights: dict[str, Weight], ours: str) -> Part:
    """Scripts, initial and lazy."""
    own = weights[ours]
    rows = [
        [
            name,
            *(f"{number:,}" for number in (one.scripts, one.gzipped, one.served, one.plain)),
            "" if name == ours else f"{own.gzipped / one.gzipped:.2f}",
        ]
        for name, one in weights.items()
    ]
    head = ["", "scripts", "gzip -9", "as served", "unpacked", f"{ours} of it"]
    bar = Bar("all scripts of the map page, gzip -9", own.gzipped, WEIGHT_MOST, "bytes")
    return Part("Bytes of scripts, lazy ones too", head, rows, [bar])


def shifts_part(taken: dict[str, Shifts], ours: str) -> Part:
    """Layout shifts."""
    rows = [[name, f"{one.unasked:.4f}", f"{one.asked:.4f}"] for name, one in taken.items()]
    bar = Bar("cumulative layout shift", taken[ours].unasked, 0, "")
    head = ["", "CLS", "after clicks"]
    return Part("Layout shifts: load, open all, choose a concept", head, rows, [bar])


def lighthouse_part(verdicts: dict[tuple[str, str], Verdict]) -> Part:
    """Scores by page and form; each failing audit by its title."""
    rows, bars, notes = [], [], []
    for (page, form), verdict in verdicts.items():
        rows.append([f"{page}, {form}", *(f"{verdict.scores[name]:.0f}" for name in CATEGORIES)])
        lowest = min(verdict.scores.values())
        what = f"Lighthouse, {page}, {form}, lowest of its scores"
        bars.append(Bar(what, lowest, LIGHTHOUSE_LEAST, "", at_least=True))
        notes += [f"{page}, {form}: {fault}" for fault in verdict.failed]
    return Part("Lighthouse", ["", *CATEGORIES], rows, bars, notes)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' ratios: a machine that slows down slows both of a round."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def closing(parts: Sequence[Part]) -> str:
    """How many bars hold, and by name those that do not."""
    bars = [bar for part in parts for bar in part.bars]
    missed = [str(bar) for bar in bars if not bar.holds]
    return "\n".join([f"{len(bars) - len(missed)} of {len(bars)} bars hold", *missed])
