"""The language model that is asked for proposals. Without an address nobody is asked, and nothing is missing."""

import os

from django.core.exceptions import ImproperlyConfigured

from kinapse.settings.environment import read_endpoint, read_header_text, read_number

# All that speaks OpenAI's chat completions: the address is what `/chat/completions` is put behind.
LLM_URL = read_endpoint("KINAPSE_LLM_URL")
LLM_MODEL = os.environ.get("KINAPSE_LLM_MODEL", "").strip()
LLM_KEY = read_header_text("KINAPSE_LLM_KEY")
LLM_SECONDS = read_number("KINAPSE_LLM_SECONDS", default=60, least=1, most=300)
LLM_MOST_TOKENS = read_number("KINAPSE_LLM_MOST_TOKENS", default=4_000, least=100, most=100_000)
LLM_DAILY_TOKENS = read_number("KINAPSE_LLM_DAILY_TOKENS", default=500_000, least=1_000)

if LLM_URL and not 0 < len(LLM_MODEL) <= 100:
    raise ImproperlyConfigured("Set KINAPSE_LLM_MODEL to the name of a model, since KINAPSE_LLM_URL is set.")
if not LLM_URL and (LLM_MODEL or LLM_KEY):
    raise ImproperlyConfigured("Set KINAPSE_LLM_URL too, or neither KINAPSE_LLM_MODEL nor KINAPSE_LLM_KEY.")
