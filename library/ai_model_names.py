"""Finds AI models by their names, and makes those that are missing."""

from collections.abc import Iterable

from concepts.folding import fold
from concepts.text import clean_line
from library.models import AIModel
from library.slugs import free_slug


def key_of_name(name: str) -> str:
    """What tells one name from another, however it is written."""
    return fold(name) or clean_line(name)


def find_or_make_models(names: Iterable[str]) -> tuple[dict[str, AIModel], list[AIModel]]:
    """The models with these names, by `key_of_name`, and those of them that were made. Queries: 1, and 1 a new one."""
    wanted = {key_of_name(name): clean_line(name) for name in names}
    if not wanted:
        return {}, []
    known: dict[str, AIModel] = {}
    models = list(AIModel.objects.all())
    for model in models:
        known[key_of_name(model.name)] = model
    for model in models:
        for alias in model.alias_list:
            known.setdefault(key_of_name(alias), model)
    taken = {model.slug for model in models}
    made = []
    for folded, name in wanted.items():
        if folded not in known:
            known[folded] = AIModel.objects.create(name=name, slug=free_slug(name.replace(".", "-"), taken))
            taken.add(known[folded].slug)
            made.append(known[folded])
    return known, made
