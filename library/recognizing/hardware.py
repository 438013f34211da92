"""Names of processors, and what they are counted as."""

import re

_MAKERS = (
    r"(?:NVIDIA|Nvidia|nVidia|AMD|Intel|Google|Huawei|Amazon|AWS|Graphcore|Cerebras|Tesla|Cloud"
    r"|Instinct|Quadro|GeForce|Habana|Alibaba)"
)
_NAMES = (
    r"(?:[AHVPTKBL]\d{1,3}0{1,2}[A-Z]?|GH200|GB200|GB300|H20|H800|A800|L4|L40S?|A10G?|A6000"
    r"|A5000|RTX\s?(?:A\d{4}|[2-5]0\d0(?:\s?Ti)?)|MI\d{2,3}X?A?"
    r"|TPU[\s-]?(?:pods?\s)?v\d[a-z]?|TPUv\d[a-z]?|TPUs?|Trillium|Ironwood"
    r"|Ascend\s?\d{3}[A-Z]?|Trainium\s?\d?|Trn[12]|Inferentia\s?\d?"
    r"|Gaudi\s?\d?|IPU-?\w*|CS-[123]|WSE-?[123]|Wafer[- ]Scale Engine(?:\s?[23])?|Kunlun\s?\w*"
    r"|DCUs?|Hopper|Ampere|Volta)"
)
_MEMORY = (
    r"(?:[\s-]?(?:SXM\d?|PCIe|NVL|SXM\d-\d+GB)){0,2}(?:[\s-]\(?\d{2,3}\s?(?:GB|GiB"
    r"|G)\)?)?(?:[\s-]?(?:SXM\d?|PCIe|HBM\d?e?)){0,2}"
)
# "A100s", and two kinds in one breath: "TPU v3 and TPU v4".
_ONE = (
    rf"(?:{_MAKERS}\s){{0,2}}(?:\d{{2,3}}\s?(?:GB|GiB"
    rf"|G)[\s-])?(?:{_MAKERS}\s){{0,2}}\b{_NAMES}s?(?!\w|\.\w)(?:{_MEMORY})"
)
HARDWARE_NAME = re.compile(rf"\b(?:{_ONE})(?:\s(?:and|or)\s(?:{_ONE}))?")
# What stands behind a name and belongs to it: "A100 GPUs with 80 GB of memory", "Ascend 910 AI processors".
PROCESSORS = (
    r"(?:AI\s)?(?:GPUs?|TPUs?|NPUs?|chips?|cores?|accelerators?|processors?|devices?|cards?"
    r"|graphics cards?|graphics processors?)"
)
AFTER_NAME = re.compile(
    rf"(?:\s(?:Tensor Core\s)?{PROCESSORS}\b)?(?:\s(?:with|of)\s\d+\s?(?:GB"
    rf"|GiB)(?:\sof\s(?:memory|HBM|VRAM))?(?:\seach)?)?"
)
_FAMILY = re.compile(
    r"tpu[\s-]?(?:pods?\s)?(?:v\d[a-z]?)?|(?:ascend|rtx|cs|gaudi)[\s-]?a?\d+\w?|\b[a-z]{1,3}\d{1,4}[a-z]{0,2}\b"
)
_GENERIC = re.compile(r"(?:TPUs?|DCUs?|Hopper|Ampere|Volta)$")


def is_generic(name: str) -> bool:
    """Whether a name tells a family alone, which many sentences mention without stating anything."""
    return _GENERIC.fullmatch(name) is not None


def processor_family(words: str) -> str:
    """What tells a processor from others, of any way to write it: "a100" of "NVIDIA A100-80GB GPUs"."""
    named = _FAMILY.search(words.lower())
    return re.sub(r"[\s-]|pods?", "", named[0]) if named else words.lower()
