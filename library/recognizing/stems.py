"""Words as they are compared: folded, singular, without words that carry no subject."""

from functools import lru_cache

from concepts.folding import fold

STOP_WORDS = frozenset(
    "a about above across after again against all almost alone along already also although"
    " always am among an and another any anybody"
    " anyone anything anywhere are aren around as at away back be became because become"
    " becomes been before began behind being below"
    " best better between beyond both but by called came can cannot certain come could did"
    " different do does doing done down during"
    " each early either else enough especially etc even ever every everyone everything"
    " example few finally find first five for four"
    " from full further gave general generally get give given gives go goes going gone good"
    " got great had half hardly has have having"
    " he hence her here hers herself high him himself his how however i if important in"
    " indeed instead into is it its itself just"
    " keep kept kind knew know known large largely last late later latter least less let like"
    " likely little long longer made mainly"
    " make makes making many may me mean means might mine more moreover most mostly much must"
    " my myself near nearly need needs"
    " neither never new next no nobody none nor not nothing now nowhere of off often old on"
    " once one ones only onto open or other"
    " others otherwise our ours out over own part particular per perhaps place possible put"
    " quite rather really right said same saw"
    " say says second see seem seems seen set several shall she should show shown shows since"
    " small so some somebody someone something"
    " sometimes somewhere soon still such take taken takes than that the their theirs them"
    " themselves then there therefore these they"
    " thing things third this those though three through throughout thus time times to today"
    " together too took toward towards true"
    " turn two under until up upon us use used uses using usually various very was way ways"
    " we well went were what whatever when"
    " where whether which while who whoever whole whom whose why will with within without"
    " work works would yes yet you your yours"
    " don doesn isn wasn weren won ll ve re didn hasn haven couldn wouldn shouldn fig figure"
    " section et al ie eg vs via".split()
)


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """A folded word without the ending of an English plural: "policies" as "policy", "classes" as "class"."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A coarse stem, so that "distributed", "distribution" and "distributing" are one."""
    word = singular(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


_ENDINGS = (
    "izations ization ational ations ation ately ement ments ment ities ility ivity ically"
    " ingly ings ing edly ance ence ions ion"
    " ized izer ize ised ise ives ive able ible ated ates ate ity ical als al ics ic ers er ors or ed es ly e y"
).split()
_SHORTEST_STEM = 4


def stems_of(text: str) -> list[str]:
    """The stems of a text's words, those that carry a subject. Cost: O(length)."""
    return [found for word in fold(text).split() if (found := _subject_stem(word))]


@lru_cache(maxsize=65_536)
def _subject_stem(word: str) -> str:
    return stem(word) if len(word) > 1 and word not in STOP_WORDS else ""
