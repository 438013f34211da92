"""Pictures of tiles as a browser might draw them, to look at a layout without one."""

import gzip
import math
from pathlib import Path
from typing import Any

import orjson
from PIL import Image, ImageDraw, ImageFont

from graph.atlas.grid import SIDE
from graph.atlas.store import TileStore, read_tile

WIDTH, HEIGHT, TILE = 1440, 900, 512
ZOOMS = (1, 6, 36)
PAPER, INK, LINE = (250, 248, 243), (30, 30, 30), (190, 190, 184)
COLOURS = (
    (78, 121, 196),
    (78, 163, 150),
    (196, 130, 78),
    (181, 78, 110),
    (122, 95, 181),
    (100, 150, 80),
    (160, 140, 60),
    (170, 90, 170),
)

Row = dict[str, Any]
Point = tuple[float, float]


def draw_pictures(store: TileStore, name: str, folder: Path) -> None:
    """The whole map, a region and a detail, around the concept in the middle of its order."""
    folder.mkdir(parents=True, exist_ok=True)
    layout = store.layout
    middle = layout.ids.size // 3
    for zoom in ZOOMS:
        center = (SIDE / 2, SIDE / 2) if zoom == 1 else (float(layout.x[middle]), float(layout.y[middle]))
        _View(store, center, zoom * (HEIGHT - 20) / SIDE).drawn().save(folder / f"{name}-{zoom}.png")


class _View:
    """What is seen with `center` in the middle, a unit of the map's grid being `scale` pixels."""

    def __init__(self, store: TileStore, center: Point, scale: float) -> None:
        self._scale = scale
        self._left, self._top = center[0] - WIDTH / 2 / scale, center[1] - HEIGHT / 2 / scale
        tiles = list(self._tiles(store, max(round(math.log2(SIDE * scale / TILE)), 0)).values())
        self._areas = {row["id"]: row for tile in tiles for row in _rows(tile["areas"])}
        self._concepts = {row["id"]: row for tile in tiles for row in _rows(tile["concepts"])}
        self._image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self._pen = ImageDraw.Draw(self._image)

    def drawn(self) -> Image.Image:
        """Areas, then marks, then as many names as there is room for."""
        for area in sorted(self._areas.values(), key=lambda row: -row["width"] * row["height"]):
            self._draw_area(area)
        shown = [row for row in self._concepts.values() if self._is_seen(row)]
        for row in shown:
            (x, y), radius = self._at(row["x"], row["y"]), 1.5 + math.log2(1 + row["below"]) / 2
            self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=COLOURS[row["colour"]])
        self._draw_names(sorted(shown, key=lambda row: int(row["rank"])))
        return self._image

    def _tiles(self, store: TileStore, z: int) -> dict[tuple[int, int, int], Row]:
        """The tiles of depth `z` in sight, or where there are none, those above them."""
        side = SIDE >> z
        found: dict[tuple[int, int, int], Row] = {}
        last_x, last_y = self._left + WIDTH / self._scale, self._top + HEIGHT / self._scale
        for x in range(max(int(self._left // side), 0), min(int(last_x // side) + 1, 1 << z)):
            for y in range(max(int(self._top // side), 0), min(int(last_y // side) + 1, 1 << z)):
                for up in range(z + 1):
                    address = z - up, x >> up, y >> up
                    body = read_tile(store, *address)
                    if body:
                        found[address] = orjson.loads(gzip.decompress(body))
                        break
        return found

    def _at(self, x: float, y: float) -> Point:
        return (x - self._left) * self._scale, (y - self._top) * self._scale

    def _is_seen(self, row: Row) -> bool:
        x, y = self._at(row["x"], row["y"])
        return 0 <= x < WIDTH and 0 <= y < HEIGHT

    def _draw_area(self, area: Row) -> None:
        (left, top) = self._at(area["x"], area["y"])
        (right, low) = self._at(area["x"] + area["width"], area["y"] + area["height"])
        if right > 0 and low > 0 and left < WIDTH and top < HEIGHT:
            share = min(0.12 + 0.06 * area["level"], 0.42)
            ink = zip(COLOURS[area["colour"]], PAPER, strict=True)
            fill = tuple(int(dark * share + light * (1 - share)) for dark, light in ink)
            radius = min(0.08 * min(right - left, low - top), 40)
            self._pen.rounded_rectangle((left, top, right, low), radius=radius, fill=fill)

    def _draw_names(self, rows: list[Row]) -> None:
        taken: list[tuple[float, float, float, float]] = []
        for row in rows:
            size = min(11 + 1.2 * math.log2(1 + row["below"]), 26)
            font = ImageFont.load_default(size)
            (x, y), half = self._at(row["x"], row["y"]), font.getlength(row["title"]) / 2
            box = x - half - 3, y - 1.4 * size, x + half + 3, y
            apart = all(
                box[0] > other[2] or other[0] > box[2] or box[1] > other[3] or other[1] > box[3]
                for other in taken
            )
            if apart:
                taken.append(box)
                self._pen.text(
                    (x - half, y - 1.4 * size), row["title"], INK, font, stroke_width=2, stroke_fill=PAPER
                )


def _rows(columns: dict[str, list[Any]]) -> list[Row]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
