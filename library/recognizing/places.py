"""Countries and regions that models are made in, and the words for who is from there."""

import re

COUNTRIES = (
    "United States|United States of America|USA|U.S.|US|United Kingdom|UK|U.K.|Great Britain|England|Scotland|France|Germany|Italy|Spain"
    "|Portugal|Netherlands|Belgium|Switzerland|Austria|Sweden|Norway|Denmark|Finland|Iceland|Ireland|Poland|Czech Republic|Czechia"
    "|Slovakia|Hungary|Romania|Bulgaria|Greece|Turkey|Ukraine|Russia|Estonia|Latvia|Lithuania|Slovenia|Croatia|Serbia|Luxembourg"
    "|China|People's Republic of China|Taiwan|Hong Kong|Japan|South Korea|Republic of Korea|Korea|India|Pakistan|Bangladesh|Sri Lanka"
    "|Singapore|Malaysia|Indonesia|Thailand|Vietnam|Philippines|Australia|New Zealand|Canada|Mexico|Brazil|Argentina|Chile|Colombia"
    "|Peru|Uruguay|Israel|Saudi Arabia|United Arab Emirates|UAE|Qatar|Kuwait|Bahrain|Oman|Jordan|Lebanon|Egypt|Morocco|Tunisia|Algeria"
    "|Nigeria|Kenya|Ethiopia|Ghana|South Africa|Rwanda|Iran|Iraq|Kazakhstan|Uzbekistan|Armenia|Georgia|European Union"
).split("|")
_NAMES = "|".join(re.escape(name) for name in sorted(COUNTRIES, key=len, reverse=True))
# "US" and "UK" with a letter or a point behind are other words; a language is no country: "South Korean" does not match.
COUNTRY_NAME = re.compile(rf"(?<![\w-])(?:{_NAMES})(?![\w-])")
