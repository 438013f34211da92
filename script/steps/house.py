"""The house made ready: packages, front end, folder for its data, and the environment its processes run in."""

from script.steps.front_end import build_front_end
from script.steps.packages import install_packages
from script.steps.places import ROOT, VENV_PYTHON, var_dir, venv_environment
from script.steps.processes import run
from script.steps.secret_key import secret_key
from script.steps.stamps import one_at_a_time
from script.steps.words import Refused


def set_up(*, development: bool = False) -> None:
    """Installs the packages and builds the front end, each only when something has changed."""
    with one_at_a_time(ROOT):
        install_packages(development=development)
        build_front_end()


def set_up_packages() -> None:
    """Installs the Python packages when the lock has changed."""
    with one_at_a_time(ROOT):
        install_packages(development=False)


def house_environment() -> dict[str, str]:
    """What every process of a running Kinapse sees: where its data is, its key, its settings."""
    var = var_dir()
    try:
        # It holds addresses: the database's and the mails'.
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = secret_key(var)
    except OSError as error:
        raise Refused(
            f"{var} cannot be written ({error.strerror}). Choose another folder with KINAPSE_VAR."
        ) from error
    return {
        **venv_environment(),
        "DJANGO_SETTINGS_MODULE": "kinapse.settings",
        "KINAPSE_VAR": str(var),
        "KINAPSE_SECRET_KEY": key,
    }


def prepare(environment: dict[str, str], *steps: str) -> None:
    """Migrates, collects the statics and seeds, or takes just the named `steps`, in one process of .venv."""
    run(
        [VENV_PYTHON, "-m", "script.steps.prepare", *steps],
        {**environment, "PYTHONPATH": str(ROOT)},
        otherwise="Kinapse could not be made ready; the lines above say why.",
    )
