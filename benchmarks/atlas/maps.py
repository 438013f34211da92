"""The maps that are laid out: a thesaurus and WordNet, where they lie beside the project, and made-up ones."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, iterparse

import numpy as np

from graph.kinds import LinkKind
from graph.rows import Rows
from graph.snapshot import GraphSnapshot
from graph.synthetic import power_law_dag
from script.steps.places import ROOT

DATA = ROOT.parent / "shared" / "data"
UAT, WORDNET = DATA / "uat" / "UAT.rdf.gz", DATA / "wordnet"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
OWL = "{http://www.w3.org/2002/07/owl#}"
SKOS = "{http://www.w3.org/2004/02/skos/core#}"
SEED = 11

Named = dict[str, str]
Ends = list[tuple[str, str, LinkKind]]


def known_maps() -> list[str]:
    """The names that `make_map` knows on this machine, besides numbers of concepts."""
    return [name for name, path in (("uat", UAT), ("wordnet", WORDNET)) if path.exists()]


def make_map(name: str) -> GraphSnapshot:
    """The map of this name, or a made-up one with so many concepts and five times the links."""
    if name == "uat":
        return _snapshot(*_uat())
    if name == "wordnet":
        return _snapshot(*_wordnet())
    concepts = int(name)
    links = power_law_dag(concepts, 5 * concepts, SEED)
    titles = [f"Concept {number}" for number in range(concepts)]
    return GraphSnapshot.build(
        concept_ids=np.arange(1, concepts + 1),
        sources=links.sources + 1,
        targets=links.targets + 1,
        kinds=links.kinds,
        rows=Rows([f"concept-{number}" for number in range(concepts)], titles, titles, [1] * concepts),
    )


def _uat() -> tuple[Named, Ends]:
    titles: Named = {}
    ends: Ends = []
    # One file of our own choosing: what strangers hand in is parsed behind defusedxml.
    with gzip.open(UAT) as file:
        for _, element in iterparse(file):
            about = element.get(f"{RDF}about")
            label = element.find(f"{SKOS}prefLabel")
            if about and label is not None and element.findtext(f"{OWL}deprecated") != "true":
                titles[about] = label.text or about
                ends += [(end, about, LinkKind.PARENT) for end in _resources(element, "broader")]
                ends += [
                    (about, end, LinkKind.RELATED) for end in _resources(element, "related") if about < end
                ]
    return titles, [link for link in ends if link[0] in titles and link[1] in titles]


def _resources(element: Element, name: str) -> Iterator[str]:
    for found in element.iterfind(f"{SKOS}{name}"):
        yield found.get(f"{RDF}resource", "")


def _wordnet() -> tuple[Named, Ends]:
    concepts, links = (_table(WORDNET / f"{name}.csv.gz") for name in ("concepts", "links"))
    return (
        {row["id"]: row["title"] for row in concepts},
        [(row["source"], row["target"], LinkKind[row["kind"].upper()]) for row in links],
    )


def _table(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _snapshot(titles: Named, ends: Ends) -> GraphSnapshot:
    numbers = {name: number for number, name in enumerate(titles, 1)}
    slugs = [f"concept-{number}" for number in numbers.values()]
    words = list(titles.values())
    return GraphSnapshot.build(
        concept_ids=list(numbers.values()),
        sources=[numbers[source] for source, _, _ in ends],
        targets=[numbers[target] for _, target, _ in ends],
        kinds=[kind for _, _, kind in ends],
        rows=Rows(slugs, words, words, [1] * len(words)),
    )
