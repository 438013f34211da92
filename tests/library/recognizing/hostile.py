"""Texts that are made to keep a recogniser busy."""

LENGTH = 200_000


def hostile_texts(length: int = LENGTH) -> dict[str, str]:
    """By what they try: each about as long as asked."""

    def filled(words: str) -> str:
        return (words * (length // len(words) + 1))[:length]

    return {
        "one long word": filled("a"),
        "one long capital word": filled("A"),
        "digits": filled("1"),
        "digits with commas": filled("1,"),
        "groups of three": filled("1,000"),
        "number words": filled("one hundred and "),
        "articles": filled("a half a "),
        "ranges": filled("1–2–"),
        "opening brackets": filled("<"),
        "tags never closed": filled("<model "),
        "pairs of tags": filled("<model>GPT-3</model><year>2020</year>"),
        "models and figures": "<model>GPT-3</model><year>2020</year>" * (length // 37 + 1),
        "figures without a model": "<year>2020</year>" * (length // 17 + 1),
        "blanks": "a" + filled(" ") + "b",
        "line ends": "a" + filled("\n") + "b",
        "titles": filled("Title Case Words\n"),
        "different titles": "\n".join(f"Title {place}" for place in range(length // 12)),
        "concepts": "X — Interactive Knowledge Map\nKey Concepts\n"
        + "\n".join(
            f"Concept {place}\nA summary of it.\nA paragraph of it." for place in range(length // 55)
        ),
        "concepts of one name": "X — Interactive Knowledge Map\nKey Concepts\n"
        + filled("Concept\nA summary.\nA longer text.\n"),
        "dashes before no map": filled("— "),
        "bullets": filled("• "),
        "points": filled("• point\n"),
        "calls": filled("Join the waitlist. "),
        "call words": filled("join get request sign up "),
        "model names": filled("GPT-3 "),
        "model suffixes": "GPT" + filled("-7B"),
        "introductions": "".join(f"called Abc{place}X, " for place in range(length // 14)),
        "processors": filled("8 A100 GPUs "),
        "processors and makers": filled("NVIDIA Tesla "),
        "memory sizes": "A100" + filled("-80GB"),
        "durations": filled("trained 3 weeks and 2 days, "),
        "sentences": filled("A. "),
        "years": filled("2020 "),
        "same phrase": filled("distributed training systems "),
        "apostrophes": filled("a'"),
        "hyphens": filled("a-"),
        "combining marks": filled("e\u0301"),
        "underlines": filled("A\n===\n"),
        "narrow lines": filled("word " * 9 + "\n"),
        "headings": filled("# a\n"),
        "one endless statement": filled(
            "GPT-3 has 175 billion parameters, trained on 8 A100 GPUs for 3 weeks in 2020 in France "
        ),
        "statements": filled(
            "GPT-3 has 175 billion parameters. It trained on 8 A100 GPUs for 3 weeks in 2020.\n\n"
        ),
        "parameters": filled("parameters of of of "),
    }
