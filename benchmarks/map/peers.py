"""The pages of the peers: bundled and minified with no more than they need, the map's data in the page as in ours."""

import shutil
from pathlib import Path

from benchmarks.map.made_maps import MadeMap
from script.steps.front_end import install_node_packages, node_environment
from script.steps.processes import run

BARE = "bare"
PEERS = ("sigma", "sigma-3", "cytoscape")
HERE = Path(__file__).parent
# The folder within the statics.
PLACE = "measured"
_SOURCES = HERE / "pages"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="page.css">
<script type="module" src="{script}.js"></script>
</head>
<body>
<div id="picture"{attributes}>{inside}</div>
<script type="application/json" id="map-data">{data}</script>
</body>
</html>
"""
_OPEN_ALL = '<button type="button" data-action="open-all">Open all</button>'


def build_pages(folder: Path, maps: list[MadeMap]) -> None:
    """Write a page for each peer and map into `folder`, installing the peers when they are missing."""
    install_node_packages(HERE)
    place = folder / PLACE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    sources = [_SOURCES / f"{name}.js" for name in (BARE, *PEERS)]
    options = ["--bundle", "--minify", "--format=esm", "--target=chrome123", "--log-level=warning"]
    run(
        [
            HERE / "node_modules" / ".bin" / "esbuild",
            *sources,
            *options,
            '--define:process.env.NODE_ENV="production"',
            f"--outdir={place}",
        ],
        node_environment(),
        otherwise="The peers could not be bundled; the lines above say why.",
    )
    shutil.copy(_SOURCES / "page.css", place)
    for made in maps:
        for name in PEERS:
            (place / f"{name}-{made.slug}.html").write_text(_page(made, name))
        for opened in ("", "all"):
            text = _page(made, BARE, f' data-open="{opened}"', _OPEN_ALL)
            (place / f"{BARE}-{made.slug}-{opened or 'closed'}.html").write_text(text)


def _page(made: MadeMap, script: str, attributes: str = "", inside: str = "") -> str:
    # The titles are made up of letters alone, so nothing in them ends the data block.
    return _PAGE.format(
        title=made.title, script=script, attributes=attributes, inside=inside, data=made.picture()
    )
