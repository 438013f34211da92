"""Names of AI models in prose: known families, and what a sentence introduces as a model."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_FAMILIES = (
    "ChatGPT|InstructGPT|CodeGPT|Cerebras-GPT|BloombergGPT|BioGPT|WebGPT|GPT-NeoX|GPT-Neo"
    "|GPT-J|GPT|Code Llama|CodeLlama|TinyLlama"
    "|OpenLLaMA|LLaMA|Llama|LLAMA|Alpaca|Vicuna|BLOOMZ|BLOOM|OPT-IML|OPT|PaLM-E|PaLM|LaMDA"
    "|GLaM|Gopher|Chinchilla|Flamingo|Gato|Gemini"
    "|Gemma|Bard|Claude|Falcon|ChatGLM|GLM|CogView|DeepSeek-Coder|DeepSeek|Qwen|QwQ|Baichuan"
    "|InternLM|Yi|Kimi|Hunyuan|ERNIE|PanGu"
    "|Wu Dao|WuDao|YaLM|YandexGPT|GigaChat|Mistral|Mixtral|Codestral|Pixtral|Pythia|OLMo|Olmo"
    "|MPT|Phi|Orca|Grok|Jurassic|Jamba"
    "|Megatron-Turing NLG|Megatron-LM|Megatron|MT-NLG|Turing-NLG|Nemotron|T5|mT5|FLAN|UL2"
    "|BERT|RoBERTa|XLNet|ALBERT|ELECTRA|DeBERTa|BART"
    "|XLM-R|XLM|Switch Transformer|Switch-C|GShard|ST-MoE|Galactica|NLLB|StarCoder|SantaCoder"
    "|CodeGen|Codex|AlphaCode|StableLM|DBRX|Dolly"
    "|Arctic|Granite|Command R\\+?|Aya|AlexaTM|HyperCLOVA X|HyperCLOVA|EXAONE|SOLAR|Whisper"
    "|CLIP|DALL-E|DALL·E|Stable Diffusion|Imagen"
    "|Parti|Sora|MiniMax|MiniCPM|Skywork|Aquila|Titan|Nova|Luminous|Teuken|Apertus|SmolLM"
    "|Poro|Viking|Sabiá|Jais|Velvet|Minerva|Reka|Inflection"
)
_SUFFIX = (
    r"(?:[ -](?:v?\d{1,3}(?:\.\d{1,2})?(?:[BMT]|x\d+B)?|[αβΣσ]|alpha|beta|sigma|Large|Base|XL"
    r"|XXL|Small|Medium|Huge|Jumbo|Grande|Ultra|Pro"
    r"|Nano|Chat|Instruct|Coder|Code|Turbo|Mini|NLG|LM|Opus|Sonnet|Haiku|Flash|Preview|Titan|MoE|LLM|Dense)\b"
    r"|[ -]?\d{1,3}(?:\.\d)?(?:[BbM]\b|x\d{1,3}B\b)|-[A-Z]\w{0,12}|(?<=[A-Za-z])\d(?:\.\d)?(?![\w])){0,4}"
)
# A size behind a hyphen makes a model of any name: "Foo-7B".
_SIZED = (
    r"[A-Z][A-Za-z]{1,20}(?:-[A-Za-z]{1,12}){0,2}-\d{1,4}(?:\.\d{1,2})?[BMT](?:-[A-Z][a-z]{1,12})?"
    # Behind a space only a name of its own: no "The 7B", no "Our 7B", no "Meta 70B".
    r"|(?!(?:The|This|That|These|Those|Its?|In|On|At|An?|And|But|Our|We|Their|Both|All|Each|Every|Training|With|For"
    r"|From|To|Of|By|Only|About|Over|Nearly|Some|Another|Model|Models|Parameters|Google|Meta|Microsoft|OpenAI|Nvidia"
    r"|NVIDIA|Amazon|Apple)\s)[A-Z][a-z]{3,20}\s\d{1,4}(?:\.\d{1,2})?[BT](?!\sparam)"
)
_KNOWN = re.compile(rf"(?<![\w-])(?:(?:{_FAMILIES}){_SUFFIX}|(?:{_SIZED}))(?![\w])")
_ANY = r"(?:[A-Z][\w.·-]{1,24}(?:[ -](?:[A-Za-z.]{0,12}\d[\w.]{0,12}|[A-Z]{2,12}|[αβΣ])){0,2})"
_INTRODUCED = re.compile(
    rf"\b(?:call(?:ed)?|named?|dubbed|introduc(?:e[ds]?|ing)|present(?:ed|s|ing)?"
    rf"|releas(?:e[ds]?|ing)|announc(?:e[ds]?|ing)|model(?:,)?)"
    rf"\s(?:it\s|the\smodel\s)?(?P<after>{_ANY})(?=[\s,.;:)])"
    rf"|(?<![\w-])(?P<before>{_ANY})(?:,|\sis|\swas)\s(?:an?|the"
    rf"|our)\s(?:[\w-]{{1,30}}\s){{0,6}}?(?:model|network|transformer|LLM|decoder|mixture)\b"
)
_NO_NAMES = frozenset(
    "The This That These Those It In On At A An And But Our We Its Their Training Model"
    " Models Google Meta Microsoft OpenAI DeepMind"
    " NVIDIA Amazon Apple Facebook Huawei Yandex Alibaba Baidu Tencent Anthropic EleutherAI"
    " January February March April May June July"
    " August September October November December English Chinese Russian French Transformer"
    " Transformers Pathways MindSpore DeepSpeed"
    " Megatron-LM Python Source AI LLM NLP GPU TPU With After While When For".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A model's name at `start` to `end` of a text."""

    name: str
    start: int
    end: int


def models_in(text: str) -> list[Named]:
    """Every mention of a model in order: of known families, and of names that the text introduces. Cost: O(length)."""
    found = {match.start(): Named(match[0], match.start(), match.end()) for match in _KNOWN.finditer(text)}
    introduced = _introduced(text)
    if introduced:
        names = "|".join(re.escape(name) for name in sorted(introduced, key=len, reverse=True))
        for match in re.finditer(rf"(?<![\w-])(?:{names})(?![\w-])", text):
            found.setdefault(match.start(), Named(match[0], match.start(), match.end()))
    ordered = [found[start] for start in sorted(found)]
    return [one for place, one in enumerate(ordered) if not place or one.start >= ordered[place - 1].end]


_MOST_INTRODUCED = 20


def _introduced(text: str) -> list[str]:
    names = Counter(
        name for name in _introductions(text) if name.partition(" ")[0].rstrip(".") not in _NO_NAMES
    )
    return [name for name, _ in names.most_common(_MOST_INTRODUCED)]


def _introductions(text: str) -> Iterator[str]:
    for match in _INTRODUCED.finditer(text):
        name = (match["after"] or match["before"]).rstrip(".")
        # A name of one plain word is one only with a digit, a hyphen or a capital inside: "StarCoder".
        if re.search(r"\d|-[A-Z]|[a-z][A-Z]|^[A-Z]{3,}", name):
            yield name
