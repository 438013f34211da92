"""What one would write first: one regular expression a field, and the first model name that comes."""

import re
from collections.abc import Iterator

from library.recognizing.found import FactFound
from library.recognizing.quantities import FigureUnreadable, read_quantity

_FIRST_MODEL = re.compile(r"\b[A-Z]\w*-?\d+\w*\b")
_PATTERNS = {
    "params": re.compile(r"\d[\d.,]*\s?(?:billion|million|trillion|B|M)\b[ -]parameters?"),
    "hardware": re.compile(r"\b(?:A100|H100|V100|H800|TPU ?v\d|TPU)\b"),
    "gpu_count": re.compile(r"\d[\d,]*(?: \w+)? GPUs"),
    "training_time": re.compile(r"\d[\d.,]* (?:million )?(?:GPU hours|hours|days|weeks|months)"),
    "country": re.compile(
        r"\b(?:United States|USA|China|France|United Kingdom|Germany|Israel|Russia|Japan)\b"
    ),
    "year": re.compile(r"\b20[12]\d\b"),
}


def naive_facts(text: str) -> Iterator[FactFound]:
    """Every match of the patterns as a fact."""
    first = _FIRST_MODEL.search(text)
    model = first[0] if first else ""
    for attribute, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            try:
                quantity = read_quantity(attribute, match[0])
            except FigureUnreadable:
                continue
            yield FactFound(
                model, attribute, match[0], quantity.unit, quantity.number, match[0], *match.span(), 0.5
            )
