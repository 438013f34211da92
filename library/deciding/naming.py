"""Concepts by what a curator writes for them: a title, or the address of the page."""

import re
from collections.abc import Iterable

from django.db.models import Q

from concepts.folding import fold
from concepts.models import Concept

_ADDRESS = re.compile(r"(?:/?maps/)?(?P<map>[-\w]+)/(?P<concept>[-\w]+)/?")


class ConceptsNamed:
    """The concepts of these names, fetched together. Queries: 1. `prefer`: the map that goes before all others."""

    def __init__(self, names: Iterable[str], *, prefer: int | None) -> None:
        wanted = Q()
        for name in set(names):
            wanted |= Q(folded_names=fold(name)) | Q(folded_names__startswith=f"{fold(name)}\n")
            if address := _ADDRESS.fullmatch(name):
                wanted |= Q(map__slug=address["map"], slug=address["concept"])
        self._prefer = prefer
        self._titled: dict[str, list[Concept]] = {}
        self._addressed: dict[str, Concept] = {}
        for concept in Concept.objects.filter(wanted).select_related("map").order_by("pk"):
            self._titled.setdefault(fold(concept.title), []).append(concept)
            self._addressed[f"{concept.map.slug}/{concept.slug}"] = concept

    def find(self, name: str) -> tuple[Concept | None, str]:
        """The concept, or a sentence that says why it cannot be told."""
        address = _ADDRESS.fullmatch(name)
        if address and (known := self._addressed.get(f"{address['map']}/{address['concept']}")):
            return known, ""
        found = self._titled.get(fold(name), [])
        found = [concept for concept in found if concept.map_id == self._prefer] or found
        if len(found) == 1:
            return found[0], ""
        if not found:
            return None, f"There is no concept “{name}”: write its title as it stands on its page."
        maps = ", ".join(f"{concept.map.slug}/{concept.slug}" for concept in found[:5])
        return None, f"Several concepts are called “{name}”: write the address of one instead: {maps}."
