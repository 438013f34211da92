"""Which elements of a page are open, with the ends that HTML lets authors leave out."""

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section"
    " summary table tbody tfoot thead tr ul".split()
)
LISTS = frozenset(["ul", "ol", "menu", "dir", "dl"])
ITEMS = frozenset(["li", "dt", "dd"])
_STRUCTURE = LISTS | ITEMS | {"table", "tr", "td", "th"}
# Which open elements a start tag ends when they are the innermost of the structure.
_ENDS = {
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "td": frozenset(["td", "th"]),
    "th": frozenset(["td", "th"]),
    "tr": frozenset(["td", "th", "tr"]),
    "tbody": frozenset(["td", "th", "tr"]),
    "tfoot": frozenset(["td", "th", "tr"]),
}


class OpenElements:
    """The stack of open elements. Each tag costs O(1) on average, however deep the page is nested."""

    def __init__(self) -> None:
        self._names: list[str] = []
        # Places of lists, items and tables in the stack, so that the innermost is found without a search.
        self._structure: list[int] = []
        self._count: dict[str, int] = {}

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._names)

    def has(self, name: str) -> bool:
        """Whether such an element is open anywhere."""
        return self._count.get(name, 0) > 0

    def _innermost(self) -> str:
        """The innermost list, item, table, row or cell; empty outside of all."""
        return self._names[self._structure[-1]] if self._structure else ""

    def make_room(self, name: str) -> None:
        """Ends what the start of such an element ends unsaid."""
        if name in BLOCKS and self.has("p"):
            self.close("p")
        ended = _ENDS.get(name)
        while ended and self._innermost() in ended:
            self._cut(self._structure[-1])

    def open(self, name: str) -> bool:
        """Takes a start tag; False when such an element never has content."""
        if name in _VOID:
            return False
        if name in _STRUCTURE:
            self._structure.append(len(self._names))
        self._names.append(name)
        self._count[name] = self._count.get(name, 0) + 1
        return True

    def close(self, name: str) -> None:
        """Takes an end tag: ends the innermost such element with all inside it. Nothing when none is open."""
        if not self.has(name):
            return
        place = len(self._names) - 1
        while self._names[place] != name:
            place -= 1
        self._cut(place)

    def _cut(self, depth: int) -> None:
        for name in self._names[depth:]:
            self._count[name] -= 1
        del self._names[depth:]
        while self._structure and self._structure[-1] >= depth:
            self._structure.pop()
