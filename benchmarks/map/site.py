"""A Kinapse of the measurement's own, as script/run serves it, with the made maps in it and the peers' pages beside."""

import os
from pathlib import Path

from benchmarks.map.made_maps import MadeMap
from benchmarks.map.peers import build_pages
from benchmarks.serving import Serving, free_port
from script.steps.address import Address
from script.steps.house import prepare
from script.steps.parts import web_server
from script.steps.places import ROOT, VENV_PYTHON
from script.steps.processes import run


class Site(Serving):
    """The site while it runs."""

    def __init__(self, folder: Path, maps: list[MadeMap]) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._folder, self._maps = folder, maps
        super().__init__({port: web_server(Address("127.0.0.1", port))}, self._settings_of(port))

    def _settings_of(self, port: int) -> dict[str, str]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.map.site_settings",
            "KINAPSE_VAR": str(self._folder),
            "KINAPSE_DEBUG": "0",
            # Canonical links must name the address that is visited.
            "KINAPSE_URL": self.url,
            "PORT": str(port),
        }
        environment.pop("DATABASE_URL", None)
        return environment

    def make_ready(self) -> None:
        """Build the peers' pages, collect the statics, make the database and bring in the maps."""
        self._folder.mkdir(parents=True, exist_ok=True)
        build_pages(self._folder / "pages", self._maps)
        prepare(self._environment)
        files = []
        for made in self._maps:
            file = self._folder / f"{made.slug}.md"
            file.write_text(made.markdown())
            files.append(file)
        run(
            [VENV_PYTHON, "manage.py", "import_map", *files, "--verbosity", "0"],
            {**self._environment, "PYTHONPATH": str(ROOT)},
            otherwise="The maps could not be brought in; the lines above say why.",
        )
