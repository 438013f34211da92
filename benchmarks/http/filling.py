"""Sets up Django and fills the benchmark's own database. A process of its own, since its settings are others."""

import sys
from importlib import import_module
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    import_module("benchmarks.http.fill").fill(int(sys.argv[1]), Path(sys.argv[2]))
