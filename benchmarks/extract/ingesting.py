"""How fast the whole command takes documents in: read, recognised, compared, stored and proposed from, on SQLite."""

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

_SIZES = {"prose.md": 1_500_000, "map.txt": 600_000}


def ingest_speeds() -> dict[str, float]:
    """Megabytes of processor time a second of `manage.py ingest`, by kind of file, in a database of their own."""
    with TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "KINAPSE_VAR": folder,
            "DATABASE_URL": "",
            "KINAPSE_DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "kinapse.settings",
        }
        command = [sys.executable, "-m", "benchmarks.extract.ingesting", folder]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    rates: dict[str, float] = json.loads(done.stdout)
    return {f"whole command, {name}": rate for name, rate in rates.items()}


def main(folder: Path) -> None:
    """Take a file of each kind in, and print the rates as JSON."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from benchmarks.extract.made_words import Writer  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("seed", stdout=io.StringIO())
    writer = Writer()
    texts = {"prose.md": writer.prose(_SIZES["prose.md"]), "map.txt": writer.map_text(_SIZES["map.txt"])}
    rates = {}
    for name, text in texts.items():
        file = folder / name
        file.write_text(text, encoding="utf-8")
        began = time.process_time()
        call_command("ingest", str(file), stdout=io.StringIO(), stderr=io.StringIO())
        rates[name] = len(text.encode()) / 1e6 / (time.process_time() - began)
    json.dump(rates, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
