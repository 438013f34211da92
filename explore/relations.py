"""The links of a concept, grouped by what the other end is to it, with the words that pages use."""

from dataclasses import dataclass

from explore.contexts import ConceptLink, ConceptPage


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind` is the kind of link, `key` names the group in the page."""

    key: str
    name: str
    note: str
    kind: str
    links: tuple[ConceptLink, ...]


def relations_of(page: ConceptPage) -> tuple[Relation, ...]:
    """The groups that have links, in the order in which one reads them."""
    groups = (
        Relation(
            "builds-on", "Builds on", "What has to be understood first.", "prerequisite", page.prerequisites
        ),
        Relation("part-of", "Part of", "What introduces it.", "parent", page.parents),
        Relation("made-of", "Made of", "Its parts.", "parent", page.children),
        Relation("leads-to", "Leads to", "What can be understood next.", "prerequisite", page.leads_to),
        Relation("related", "Related", "Worth comparing.", "related", page.related),
    )
    return tuple(group for group in groups if group.links)
