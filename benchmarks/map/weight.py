"""What the scripts of a page weigh, those that it loads later too."""

import gzip
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from script.steps.places import BUILD

_SCRIPT = re.compile(r"""<script\b[^>]*\bsrc=["']([^"']+)["']""")


@dataclass(frozen=True)
class Weight:
    """Bytes of all scripts of a page: as gzip -9 packs them, as the server sends them, and unpacked."""

    scripts: int
    gzipped: int
    served: int
    plain: int


def weigh(site: str, address: str) -> Weight:
    """The scripts that a page names, and for those of Vite's build all that they import, now or later."""
    page = _fetch(site + address)[0].decode()
    sources = [urllib.parse.urljoin(site + address, source) for source in _SCRIPT.findall(page)]
    manifest_file = BUILD / ".vite" / "manifest.json"
    manifest = json.loads(manifest_file.read_text()) if manifest_file.is_file() else {}
    addresses = dict.fromkeys(one for source in sources for one in _with_imports(source, manifest))
    plain, served = [], 0
    for one in addresses:
        body, length = _fetch(one)
        plain.append(body)
        served += length
    return Weight(
        scripts=len(plain),
        gzipped=sum(len(gzip.compress(body, 9, mtime=0)) for body in plain),
        served=served,
        plain=sum(map(len, plain)),
    )


def chunks_of(entry: str, manifest: dict[str, Any]) -> list[str]:
    """The keys of Vite's manifest that an entry may come to load, itself first."""
    found, waiting = [entry], [entry]
    while waiting:
        chunk = manifest[waiting.pop()]
        new = [
            key for key in (*chunk.get("imports", ()), *chunk.get("dynamicImports", ())) if key not in found
        ]
        found += new
        waiting += new
    return found


def _with_imports(source: str, manifest: dict[str, Any]) -> Iterator[str]:
    """The address itself, and those of what it imports."""
    yield source
    for key, chunk in manifest.items():
        # The page names files of the build as the build does.
        if chunk["file"].endswith(".js") and source.endswith(f"/{chunk['file']}"):
            for other in chunks_of(key, manifest)[1:]:
                yield urllib.parse.urljoin(source, Path(manifest[other]["file"]).name)


def _fetch(url: str) -> tuple[bytes, int]:
    """The body, unpacked, and how many bytes came over the line."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        sent: bytes = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(sent) if packed else sent), len(sent)
