"""Installs the packages and builds the front end, and serves nothing."""

from script.steps.house import set_up
from script.steps.places import BUILD
from script.steps.processes import stopping_by_signal
from script.steps.words import end_with, say


def main() -> int:
    """Sets up all that script/run needs before it touches any data."""
    with stopping_by_signal():
        set_up()
    say(f"The front end is in {BUILD}.")
    return 0


if __name__ == "__main__":
    end_with(main)
