"""The two servers that are measured: the site, and a bare Django project, both served as script/run serves."""

import os
from pathlib import Path

from benchmarks.serving import Serving, free_port
from script.steps.address import Address
from script.steps.parts import web_server


class Servers(Serving):
    """Both servers while they run. Their workers idle unless they are asked, so neither slows the other."""

    def __init__(self, folder: Path) -> None:
        self.bare_port, self.site_port = free_port(), free_port()
        environment = {**os.environ, "KINAPSE_VAR": str(folder)}
        environment.pop("DATABASE_URL", None)
        targets = {self.bare_port: "benchmarks.http.bare", self.site_port: "benchmarks.http.site"}
        commands = {
            port: [*web_server(Address("127.0.0.1", port))[:-1], f"{module}:application"]
            for port, module in targets.items()
        }
        super().__init__(commands, environment)
