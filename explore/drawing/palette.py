"""The colours of pictures that stand alone, from the same OKLCH numbers as `frontend/src/styles/tokens.css`.

Pictures are shown by programs that know neither our style sheet nor OKLCH, so the numbers are turned into sRGB here.
"""

from dataclasses import dataclass
from math import cos, radians, sin

BRANCH_HUES = (255, 175, 55, 0, 290, 140, 90, 330)
LIGHT_BRANCH = (0.50, 0.09)
DARK_BRANCH = (0.78, 0.10)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`."""

    paper: str
    sheet: str
    ink: str
    quiet: str
    line: str
    branches: tuple[str, ...]


def oklch_to_hex(lightness: float, chroma: float, hue: float) -> str:
    """An OKLCH colour in sRGB, cut off where sRGB ends. Source: Ottosson, "A perceptual color space" (2020)."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_encoded(channel):02x}" for channel in channels)


def mixed(color: str, other: str, share: float) -> str:
    """`share` of one colour in another, both `#rrggbb`."""
    pairs = zip(bytes.fromhex(color[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def _encoded(linear: float) -> int:
    linear = min(1.0, max(0.0, linear))
    curved = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * curved)


LIGHT = Palette(
    paper=oklch_to_hex(0.985, 0.004, 80),
    sheet=oklch_to_hex(1, 0, 0),
    ink=oklch_to_hex(0.22, 0.008, 60),
    quiet=oklch_to_hex(0.47, 0.012, 60),
    line=oklch_to_hex(0.89, 0.008, 80),
    branches=tuple(oklch_to_hex(*LIGHT_BRANCH, hue) for hue in BRANCH_HUES),
)
DARK = Palette(
    paper=oklch_to_hex(0.19, 0.006, 260),
    sheet=oklch_to_hex(0.235, 0.008, 260),
    ink=oklch_to_hex(0.94, 0.006, 80),
    quiet=oklch_to_hex(0.75, 0.012, 80),
    line=oklch_to_hex(0.33, 0.010, 260),
    branches=tuple(oklch_to_hex(*DARK_BRANCH, hue) for hue in BRANCH_HUES),
)
