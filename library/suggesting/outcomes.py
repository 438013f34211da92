"""What became of an answer, for curators."""

from library.proposing.suggestions import Suggested


def sentence(model: str, suggested: Suggested, known: int, dropped: int) -> str:
    """How much was proposed, was there already, and did not fit."""
    parts = [f"{model} suggested {_things(suggested.new)}"]
    if there := suggested.known + known:
        parts.append(f"{_things(there)} known already")
    if dropped:
        parts.append(f"{_things(dropped)} left out, because the form, the words or the concepts did not hold")
    return f"{'; '.join(parts)}."


def _things(count: int) -> str:
    return "nothing new" if not count else "1 thing" if count == 1 else f"{count:,} things"
