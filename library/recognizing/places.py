"""Countries and regions that models are made in, and the words for who is from there."""

import re
from collections.abc import Iterator

COUNTRIES = (
    "United States|United States of America|USA|U.S.|US|United Kingdom|UK|U.K.|Great Britain"
    "|England|Scotland|France|Germany|Italy|Spain"
    "|Portugal|Netherlands|Belgium|Switzerland|Austria|Sweden|Norway|Denmark|Finland|Iceland"
    "|Ireland|Poland|Czech Republic|Czechia"
    "|Slovakia|Hungary|Romania|Bulgaria|Greece|Turkey|Ukraine|Russia|Estonia|Latvia|Lithuania"
    "|Slovenia|Croatia|Serbia|Luxembourg"
    "|China|People's Republic of China|Taiwan|Hong Kong|Japan|South Korea|Republic of Korea"
    "|Korea|India|Pakistan|Bangladesh|Sri Lanka"
    "|Singapore|Malaysia|Indonesia|Thailand|Vietnam|Philippines|Australia|New Zealand|Canada"
    "|Mexico|Brazil|Argentina|Chile|Colombia"
    "|Peru|Uruguay|Israel|Saudi Arabia|United Arab Emirates|UAE|Qatar|Kuwait|Bahrain|Oman"
    "|Jordan|Lebanon|Egypt|Morocco|Tunisia|Algeria"
    "|Nigeria|Kenya|Ethiopia|Ghana|South Africa|Rwanda|Iran|Iraq|Kazakhstan|Uzbekistan|Armenia|Georgia|European Union"
).split("|")
_NAMES = "|".join(re.escape(name) for name in sorted(COUNTRIES, key=len, reverse=True))
# With a letter or a hyphen behind it is another word: "South Korean", "US-based".
_COUNTRY = re.compile(rf"(?:{_NAMES})(?![\w-])")
_CAPITALISED = re.compile(r"(?<![\w-])[A-Z]\w*")
_FIRST_WORDS = frozenset(re.split(r"\W", name)[0] for name in COUNTRIES)


def countries_in(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each country's name. Cost: O(length)."""
    for word in _CAPITALISED.finditer(text):
        if word[0] in _FIRST_WORDS and (match := _COUNTRY.match(text, word.start())):
            yield match.span()
