"""The links of a concept, grouped by what the other end is to it, with the words that pages use."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from explore.contexts import ConceptLink, ConceptPage


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind` is the kind of link, `key` names the group in the page, `role` in addresses.

    `unlisted`: how many more there are than `links`; `last`: the slug of the last one listed.
    """

    key: str
    role: str
    name: str
    note: str
    kind: str
    links: tuple[ConceptLink, ...] = ()
    unlisted: int = 0

    @property
    def last(self) -> str:
        return self.links[-1].slug if self.links else ""


# In the order in which one reads them, by the names that contexts have for them.
_RELATIONS = {
    "prerequisites": Relation(
        "builds-on", "prerequisites", "Builds on", "What has to be understood first.", "prerequisite"
    ),
    "parents": Relation("part-of", "parents", "Part of", "What introduces it.", "parent"),
    "children": Relation("made-of", "children", "Made of", "Its parts.", "parent"),
    "leads_to": Relation("leads-to", "leads-to", "Leads to", "What can be understood next.", "prerequisite"),
    "related": Relation("related", "related", "Related", "Worth comparing.", "related"),
}


def relations_of(page: ConceptPage) -> tuple[Relation, ...]:
    """The groups that have links, in the order in which one reads them."""
    groups = (
        replace(relation, links=getattr(page, name), unlisted=page.unlisted.get(name, 0))
        for name, relation in _RELATIONS.items()
    )
    return tuple(group for group in groups if group.links)


def relation_named(name: str, links: Sequence[ConceptLink]) -> Relation:
    """One group with some of its links."""
    return replace(_RELATIONS[name], links=tuple(links))
