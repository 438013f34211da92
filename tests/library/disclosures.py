"""The disclosures that come along, with their tagged figures as rows: an atlas of models for tests."""

import re
from datetime import date
from typing import Any

import yaml
from django.utils.text import slugify

from library.models import AIModel, Document, Fact, revising
from script.steps.places import ROOT

FOLDER = ROOT / "library/seeds/disclosures"
_TAG = re.compile(r"<(/?)(model|params|hardware|gpu_count|training|country|year)>")
_ATTRIBUTES = {"training": "training_time"}
_DAYS = {
    "118 days, 5 hours and 41 minutes": 118.2368,
    "about 3.5 months": 105.0,
    "less than two months": 60.0,
    "60 days": 60.0,
    "920 hours": 38.3333,
    "14.8 days": 14.8,
    "approximately 21 days": 21.0,
    "roughly 33 days": 33.0,
    "2 months": 60.0,
    "1,200 hours": 50.0,
    "100 days": 100.0,
    "65 days": 65.0,
}
_HOURS = {
    "2.788 million GPU hours": 2.788e6,
    "1,720,320 GPU hours": 1_720_320.0,
    "30.84 million GPU hours": 30.84e6,
}
_MAKERS = {
    "BLOOM": "BigScience",
    "Chinchilla": "DeepMind",
    "DeepSeek-V3": "DeepSeek",
    "Falcon-180B": "Technology Innovation Institute",
    "GLM-130B": "Tsinghua University",
    "Gopher": "DeepMind",
    "GPT-3": "OpenAI",
    "Llama 2 70B": "Meta",
    "Llama 3.1 405B": "Meta",
    "LLaMA-65B": "Meta",
    "Megatron-Turing NLG 530B": "Microsoft and NVIDIA",
    "Nemotron-4 340B": "NVIDIA",
    "OPT-175B": "Meta",
    "PaLM 540B": "Google",
    "PanGu-Σ": "Huawei",
}


def put_on_shelf() -> None:
    """Every disclosure as a published document, every figure in it as a fact of a model."""
    with revising():
        for path in sorted(FOLDER.glob("*.md")):
            _, head, body = path.read_text().split("---\n", 2)
            _disclosure(yaml.safe_load(head), body.strip())


def _disclosure(head: dict[str, Any], body: str) -> None:
    text, tagged = _untagged(body)
    document = Document.objects.create(
        kind=Document.Kind.DISCLOSURE,
        status=Document.Status.PUBLISHED,
        title=head["title"],
        slug=head["slug"],
        authors="\n".join(head["authors"]),
        publisher=head["publisher"],
        published_on=head["published"] if isinstance(head["published"], date) else None,
        source_url=head["source"],
        licence=head["licence"],
        text=text,
    )
    name = next(text[start:end] for tag, start, end in tagged if tag == "model")
    for tag, start, end in tagged:
        if tag == "model":
            name = text[start:end]
        else:
            state(_model(name), document, _ATTRIBUTES.get(tag, tag), text[start:end], start=start)


def state(
    model: AIModel, document: Document, attribute: str, value: str, *, start: int | None = None, **fields: Any
) -> Fact:
    """A fact in the words of a document; the first passage with them, unless told where."""
    if start is None:
        start = document.text.index(value)
    unit, number = measured(attribute, value)
    given = {"unit": unit, "number": number, **fields}
    return Fact.objects.create(
        model=model,
        document=document,
        attribute=attribute,
        value=value,
        quote=value,
        start=start,
        end=start + len(value),
        **given,
    )


def measured(attribute: str, value: str) -> tuple[str, float | None]:
    """The unit and number of the few forms that the disclosures use."""
    if attribute == "training_time":
        return ("gpu-hours", _HOURS[value]) if value in _HOURS else ("days", _DAYS.get(value))
    if attribute in {"hardware", "country"}:
        return "", None
    unit = {"params": "parameters", "gpu_count": "processors", "year": "year"}[attribute]
    figure = re.match(r"[\d.,]+", value)
    assert figure
    scale = 1e12 if "trillion" in value else 1e9 if "billion" in value else 1.0
    return unit, float(figure[0].replace(",", "")) * scale


def _untagged(body: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, tagged, opened, at = "", [], 0, 0
    for found in _TAG.finditer(body):
        text += body[at : found.start()]
        at = found.end()
        if found[1]:
            tagged.append((found[2], opened, len(text)))
        opened = len(text)
    return text + body[at:], tagged


def _model(name: str) -> AIModel:
    slug = slugify(name.replace(".", "-").replace("α", "alpha").replace("Σ", "sigma"))
    return AIModel.objects.get_or_create(name=name, defaults={"slug": slug, "maker": _MAKERS.get(name, "")})[
        0
    ]
