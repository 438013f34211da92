"""A tree of concepts that grows in the order of their text."""

ROOT = -1
_MOST_ABOVE = 12
_LONGEST_WALK = 1_000


class Tree:
    """Parents by index; a concept that nothing was said of hangs nowhere."""

    def __init__(self, size: int) -> None:
        self.parents = [ROOT] * size
        self.children = [0] * size

    def hang(self, index: int, parent: int) -> None:
        """Puts a concept under another; ROOT: under none."""
        self.parents[index] = parent
        if parent != ROOT:
            self.children[parent] += 1

    def line_before(self, index: int) -> list[int]:
        """The concept before this one and those above that, nearest first, at most twelve."""
        line: list[int] = []
        place = index - 1
        while place != ROOT and len(line) < _MOST_ABOVE:
            line.append(place)
            place = self.parents[place]
        return line

    def would_circle(self, index: int, parent: int) -> bool:
        """Whether `parent` already hangs below `index`. One that hangs too deep to tell counts as if it did."""
        if parent == index:
            return True
        if not self.children[index]:
            return False
        for _ in range(_LONGEST_WALK):
            parent = self.parents[parent]
            if parent in {ROOT, index}:
                return parent == index
        return True
