"""The state of the page of AI models as its address gives it: what is looked for, the order, the page, what is
compared. Read by `explore.parameters.models_address`."""

from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from explore.map_address import SAFE

MOST_COMPARED = 6
# What is asked first is what is new.
NEWEST_FIRST = "-year"
_FILTERS = ("q", "maker", "country", "hardware", "year_from", "year_to", "size_from", "size_to")


@dataclass(frozen=True, slots=True)
class ModelsAddress:
    """`size_from`, `size_to`: in billions of parameters. `sort`: a column, after a minus when it falls."""

    q: str = ""
    maker: str = ""
    country: str = ""
    hardware: str = ""
    year_from: int | None = None
    year_to: int | None = None
    size_from: float | None = None
    size_to: float | None = None
    sort: str = NEWEST_FIRST
    page: int = 1
    compare: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def falling(self) -> bool:
        return self.sort.startswith("-")

    @property
    def filtered(self) -> bool:
        """Whether anything is looked for."""
        return any(getattr(self, name) not in ("", None) for name in _FILTERS)

    @property
    def limits(self) -> tuple[str, ...]:
        """What is looked for besides words, as a list of it says."""
        numbers = (
            ("from {}", "year_from"),
            ("up to {}", "year_to"),
            ("at least {} billion parameters", "size_from"),
            ("at most {} billion parameters", "size_to"),
        )
        words = (words.format(self.written(name)) for words, name in numbers if self.written(name))
        return (*filter(None, (self.country, self.hardware, self.maker)), *words)

    @property
    def plain(self) -> bool:
        """Whether this is the page as it opens."""
        return not self.query

    @property
    def query(self) -> str:
        """The state as a query, the same for the same state; "" for the page as it opens."""
        pairs = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                pairs[field.name] = ",".join(value) if field.name == "compare" else _written(value)
        return urlencode(pairs, safe=SAFE)

    def written(self, name: str) -> str:
        """A number as a form field has it; "" without one."""
        value = getattr(self, name)
        return "" if value is None else _written(value)

    def sorted_by(self, column: str) -> "ModelsAddress":
        """The first page in the order of a column: rising, or falling if it rises already."""
        falling = self.column == column and not self.falling
        return replace(self, sort=f"-{column}" if falling else column, page=1)

    def on_page(self, page: int) -> "ModelsAddress":
        return replace(self, page=page)


def _written(value: object) -> str:
    return f"{value:.9g}" if isinstance(value, float) else str(value)
