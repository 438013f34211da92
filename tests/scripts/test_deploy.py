"""The files that put Kinapse on servers, read as the programs that use them read them."""

import configparser
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from script.steps.places import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


def _unit(path: Path) -> configparser.RawConfigParser:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(path)
    return unit


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_restarting_the_target_restarts_all_its_parts(path: Path) -> None:
    """Also the one that migrates: pull, restart must bring the tables along."""
    assert _unit(path)["Unit"]["PartOf"] == "kinapse.target"


def test_the_web_server_gets_its_statics_before_it_is_told_of_new_code() -> None:
    lines = (ROOT / "deploy" / "systemd" / "kinapse-web.service").read_text().splitlines()
    reload = [line.partition("=")[2] for line in lines if line.startswith("ExecReload=")]
    assert reload == ["/srv/kinapse/script/part statics", "/bin/kill -HUP $MAINPID"]


def test_the_image_can_back_up_the_database_that_compose_runs() -> None:
    """pg_dump refuses a server that is newer than itself."""
    server = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["postgres"]["image"]
    client = re.search(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
    assert client is not None
    assert server == f"postgres:{client[1]}"


@pytest.mark.parametrize("secret", [".env", ".env.production", "var/secret_key", "kinapse.backup"])
def test_secrets_do_not_get_into_the_image(secret: str) -> None:
    patterns = (ROOT / ".dockerignore").read_text().split()
    parts = [secret, secret.partition("/")[0]]
    assert any(fnmatch(part, pattern.removeprefix("**/")) for part in parts for pattern in patterns)


def test_secrets_do_not_get_into_the_history() -> None:
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize("name", ["HOST", "PORT", "KINAPSE_VAR"])
def test_what_env_says_of_this_machine_does_not_reach_into_containers(name: str) -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    for part in ("prepare", "web", "relay", "worker"):
        assert name in services[part]["environment"], part
