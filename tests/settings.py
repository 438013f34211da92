"""The settings under test: those of the running site, with throwaway data and no need of a built front end."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if not os.environ.get("KINAPSE_TEST_VAR"):
    # Set before any xdist worker starts, which inherits it: one folder a run, taken away by the process that made it.
    os.environ["KINAPSE_TEST_VAR"] = tempfile.mkdtemp(prefix="kinapse-tests-")
    atexit.register(shutil.rmtree, os.environ["KINAPSE_TEST_VAR"], ignore_errors=True)

os.environ.update(
    KINAPSE_VAR=os.environ["KINAPSE_TEST_VAR"],
    KINAPSE_SECRET_KEY="a-key-for-tests-that-signs-nothing-of-worth-0123456789",
    KINAPSE_DEBUG="0",
    KINAPSE_URL="http://localhost:8000",
    # The workers of pytest-xdist share one Redis.
    KINAPSE_REDIS_PREFIX=f"{os.environ.get('PYTEST_XDIST_WORKER', 'tests')}:",
)

from kinapse.settings import *  # noqa: F403
from kinapse.settings import DATABASES, DJANGO_VITE, STORAGES, VAR_DIR

if os.environ.get("KINAPSE_TEST_DATABASE"):
    DATABASES["default"]["TEST"] = {"NAME": os.environ["KINAPSE_TEST_DATABASE"]}
elif "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, since threads that share a database in memory lock one another out as they never would in a file.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}

# Hundreds of sign-ins a run: the hash that protects real passwords takes a tenth of a second each.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# script/test collects the statics as script/run does and names the folder here; a bare pytest serves the sources.
STATIC_ROOT = Path(os.environ.get("KINAPSE_TEST_STATICS") or VAR_DIR / "static")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
if not os.environ.get("KINAPSE_TEST_STATICS"):
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Without a manifest the tags of django-vite would raise; so they point to a development server that no test asks.
if not Path(str(DJANGO_VITE["default"]["manifest_path"])).is_file():
    DJANGO_VITE["default"]["dev_mode"] = True
