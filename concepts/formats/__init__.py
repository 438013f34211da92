"""Maps as files: read into drafts, checked, stored; and stored maps written again."""

from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft
from concepts.formats.faults import Fault, MapRefused
from concepts.formats.reading import READ_FORMATS, read_map, read_maps
from concepts.formats.staging import StagedMap
from concepts.formats.stored import (
    EXPORT_FORMATS,
    ExportFormat,
    draft_of,
    export_map,
    export_parts,
    write_map,
)
from concepts.formats.storing import Outcome, store_map, store_maps

__all__ = [
    "EXPORT_FORMATS",
    "READ_FORMATS",
    "ConceptDraft",
    "ExportFormat",
    "Fault",
    "LinkDraft",
    "MapDraft",
    "MapRefused",
    "Outcome",
    "StagedMap",
    "draft_of",
    "export_map",
    "export_parts",
    "read_map",
    "read_maps",
    "store_map",
    "store_maps",
    "write_map",
]
