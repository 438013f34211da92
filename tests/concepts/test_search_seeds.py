"""The search over the maps that come with Kinapse finds what people look for."""

import pytest
from django.core.management import call_command

from concepts.models import Concept, KnowledgeMap
from concepts.search import search, suggest
from tests.concepts.atlas import titles_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def _seeded() -> None:
    call_command("seed", verbosity=0)


WANTED = {
    "transfomer": {"Transformer Foundation"},
    "rlhf": {"RLHF Alignment"},
    "long contxt": {"Long Context Windows Implementation"},
    "efficient atention": {"Efficient Attention Mechanisms"},
    "safety architecure": {"Safety Architecture"},
    "distributed trainning": {"Distributed Training Paradigms"},
    "multiagent": {"Multi-Agent Systems"},
    "inflaton": {"Inflation"},
    "interest rate": {"Interest Rates"},
    "qe": {"Quantitative Easing"},
    "proof of steak": {"Proof of Stake"},
    "smart contract": {"Smart Contracts"},
    "kv cache": {"Key-Value Cache"},
    "thucydides trap": {"Power Transition"},
    "sunni shia": {"Sunni and Shia Islam"},
    "shi'a": {"Shia Islam"},
    "karbela": {"Karbala"},
    "oil embargo": {"The 1973 Embargo"},
    "finetuning": {"Iterative Fine-tuning"},
    "clade code": {"Claude Code Architecture"},
}


@pytest.mark.usefixtures("_seeded")
def test_what_is_meant_comes_first() -> None:
    found = {query: titles_of(search(query))[:1] for query in WANTED}
    assert {query: titles for query, titles in found.items() if not set(titles) & WANTED[query]} == {}


@pytest.mark.usefixtures("_seeded")
def test_every_title_leads_to_itself() -> None:
    titles = [
        *KnowledgeMap.objects.values_list("title", flat=True),
        *Concept.objects.values_list("title", flat=True),
    ]
    assert [title for title in titles if titles_of(search(title))[:1] != [title]] == []


@pytest.mark.usefixtures("_seeded")
def test_every_title_is_suggested_before_it_is_typed_out() -> None:
    titles = list(Concept.objects.values_list("title", flat=True))
    late = [
        title for title in titles if title not in titles_of(suggest(title[: max(4, len(title) * 3 // 4)]))
    ]
    assert late == []
