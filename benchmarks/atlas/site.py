"""The site with a large map in it, as script/run serves it, beside a page of sigma.js that holds ten thousand nodes."""

import gzip
import random
import zipfile
from pathlib import Path

from benchmarks.atlas.maps import WORDNET
from benchmarks.map.made_maps import MadeConcept, MadeMap, small_map
from benchmarks.map.peers import build_pages
from benchmarks.map.site import Site
from script.steps.house import prepare
from script.steps.places import ROOT, VENV_PYTHON
from script.steps.processes import run

HELD = 10_000
_LEVELS = (10, 90, 900, HELD - 1_000)
_TABLES = ("concepts.csv", "links.csv")
_PUBLISH = "from concepts.models import KnowledgeMap; KnowledgeMap.objects.update(published=True)"


class AtlasSite(Site):
    """`large`: the slug of the large map: WordNet where it lies beside the project, else a made-up one."""

    def __init__(self, folder: Path) -> None:
        self._small, self._many = small_map(), many_concepts()
        self.large = "wordnet" if WORDNET.exists() else self._many.slug
        super().__init__(folder, [self._small])

    @property
    def small(self) -> str:
        """The slug of the map of 13 concepts."""
        return self._small.slug

    @property
    def many(self) -> MadeMap:
        """What sigma.js holds."""
        return self._many

    def make_ready(self) -> None:
        """Build the peer's page, collect the statics, and bring the maps in; the large one only the first time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        build_pages(self._folder / "pages", [self._many])
        prepare(self._environment)
        small = self._folder / f"{self._small.slug}.md"
        small.write_text(self._small.markdown())
        self._manage("import_map", str(small), "--verbosity", "0")
        done = self._folder / f"{self.large}.imported"
        if not done.exists():
            self._manage("import_map", str(self._large_file()), "--map", self.large)
            self._manage("shell", "--verbosity", "0", "--command", _PUBLISH)
            self._manage("layout_map", self.large)
            done.touch()

    def _large_file(self) -> Path:
        if self.large == self._many.slug:
            path = self._folder / f"{self.large}.md"
            path.write_text(self._many.markdown())
            return path
        path = self._folder / f"{self.large}.csv.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in _TABLES:
                archive.writestr(name, gzip.decompress((WORDNET / f"{name}.gz").read_bytes()))
        return path

    def _manage(self, *words: str) -> None:
        run(
            [VENV_PYTHON, "manage.py", *words],
            {**self._environment, "PYTHONPATH": str(ROOT)},
            otherwise="The maps could not be brought in; the lines above say why.",
        )


def many_concepts() -> MadeMap:
    """A tree of ten thousand concepts with twice as many links across it."""
    chance = random.Random(13)
    concepts: list[MadeConcept] = []
    above: list[int] = []
    for depth, count in enumerate(_LEVELS):
        level = range(len(concepts), len(concepts) + count)
        for number, place in enumerate(level):
            parent = above[number * len(above) // count] if above else None
            concepts.append(MadeConcept(f"concept-{place}", f"Concept {place}", depth, parent))
        above = list(level)
    pairs = {tuple(sorted(chance.sample(range(HELD), 2))) for _ in range(HELD)}
    cross = tuple((source, target, "related") for source, target in sorted(pairs))
    return MadeMap("measured-10000", "Measured Map of 10,000 Concepts", tuple(concepts), cross)
