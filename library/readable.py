"""Numbers as people read them."""

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_UNIT_NAMES = {"gpu-hours": "GPU hours", "tpu-hours": "TPU hours"}
_NO_UNIT = "year"
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def readable(number: float, unit: str = "") -> str:
    """A number in its unit: "175 billion parameters", "2.788 million GPU hours", "118.2 days", "2022"."""
    if unit == _NO_UNIT:
        return f"{number:.0f}"
    words = amount(number)
    name = unit_name(unit)
    if words == "1" and name.endswith("s"):
        name = name[:-1]
    return f"{words} {name}".strip()


def amount(number: float) -> str:
    """A number without a unit: four digits that count, and the rest as a word."""
    for scale, word in _SCALES:
        # From where rounding would bring it there.
        if number >= scale * 0.99995:
            return f"{_plain(number / scale)} {word}"
    return _plain(number)


def unit_name(unit: str) -> str:
    """A unit as it is read."""
    return _UNIT_NAMES.get(unit, unit)


def counted(count: int) -> str:
    """A small number as a word."""
    return _COUNTS[count] if count < len(_COUNTS) else f"{count:,}"


def _plain(number: float) -> str:
    if number >= 1_000:
        return f"{number:,.0f}"
    decimals = 3 if number < 10 else 2 if number < 100 else 1
    text = f"{number:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
