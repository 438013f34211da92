# Sourced by every command of script/: finds Python 3.11 or newer and hands the work to script/steps/<step>.py.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    local candidate
    # The project's own comes first: a second start must not pay for the search.
    for candidate in "$ROOT/.venv/bin/python" python3.14 python3.13 python3.12 python3.11 python3 python; do
        if command -v "$candidate" >/dev/null 2>&1 && is_new_enough "$candidate"; then
            PYTHON="$candidate"
            return
        fi
    done
    echo "Kinapse needs Python 3.11 or newer, and there is none on your PATH." >&2
    echo "Debian or Ubuntu: apt install python3 python3-venv. macOS: brew install python. Others: https://www.python.org/downloads/" >&2
    exit 1
}

take_step() {
    local step="$1"
    shift
    find_python
    # No other folder may lend its modules: neither one that the shell names nor (-P) the one that the caller stands in.
    PYTHONPATH="$ROOT" exec "$PYTHON" -P -m "script.steps.$step" "$@"
}
