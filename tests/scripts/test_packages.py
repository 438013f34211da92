"""Packages are installed when their lock has changed, and only then; an interrupted installation is done again."""

from pathlib import Path

import pytest

from script.steps import packages
from script.steps.words import Refused


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The locks that were installed, in order, into a pretended .venv."""
    done: list[str] = []
    monkeypatch.setattr(packages, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(packages, "RUN_LOCK", tmp_path / "requirements.txt")
    monkeypatch.setattr(packages, "DEV_LOCK", tmp_path / "requirements-dev.txt")
    monkeypatch.setattr(packages, "_works", Path.is_dir)
    monkeypatch.setattr(packages, "make_venv", lambda folder: folder.mkdir(exist_ok=True))
    monkeypatch.setattr(packages, "install_lock", lambda _folder, lock: done.append(lock.name))
    (tmp_path / "requirements.txt").write_text("django==1")
    (tmp_path / "requirements-dev.txt").write_text("django==1\npytest==1")
    return done


def test_an_unchanged_lock_is_installed_once(installed: list[str]) -> None:
    packages.install_packages()
    packages.install_packages()
    assert installed == ["requirements.txt"]


def test_running_leaves_the_development_packages_alone(installed: list[str]) -> None:
    packages.install_packages(development=True)
    packages.install_packages()
    packages.install_packages(development=True)
    assert installed == ["requirements-dev.txt"]


def test_a_changed_lock_is_installed_again(installed: list[str], tmp_path: Path) -> None:
    packages.install_packages()
    (tmp_path / "requirements.txt").write_text("django==2")
    packages.install_packages()
    assert installed == ["requirements.txt", "requirements.txt"]


def test_a_broken_off_installation_is_done_again(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packages.install_packages()
    (tmp_path / "requirements.txt").write_text("django==2")

    def break_off(_folder: Path, _lock: Path) -> None:
        raise Refused("no network")

    with monkeypatch.context() as broken:
        broken.setattr(packages, "install_lock", break_off)
        with pytest.raises(Refused):
            packages.install_packages()
    (tmp_path / "requirements.txt").write_text("django==1")
    packages.install_packages()
    assert installed == ["requirements.txt", "requirements.txt"]
