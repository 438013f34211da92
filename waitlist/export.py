"""Sign-ups as CSV, row by row, safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Iterator

from django.db.models import QuerySet

from waitlist.models import Signup

HEADER = ("email", "placement", "page", "state", "asked", "confirmed", "invited", "stage", "working_on")
_CHUNK = 2_000
# What spreadsheets run, at the beginning of a cell; some take the full-width forms of the signs as well.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
# One that parts cells by these signs may end ours there, quoted or not, and begin another.
_NEXT_CELL = re.compile(r"([;|\t][\s\"']*)(?=[=+\-@＝＋－＠])")


class _Line:
    """A file that hands back what is written, so that csv never holds more than a row."""

    def write(self, text: str) -> str:
        return text


def signups_as_csv(signups: QuerySet[Signup]) -> Iterator[str]:
    """CSV lines, with a header. Queries: 1, read in chunks."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield writer.writerow(HEADER)
    for signup in signups.iterator(chunk_size=_CHUNK):
        times = (signup.asked, signup.confirmed, signup.invited)
        cells = (
            *(signup.email, signup.placement, signup.page, signup.state),
            *(time.isoformat() if time else "" for time in times),
            *(signup.stage, signup.working_on),
        )
        yield writer.writerow([without_formula(cell) for cell in cells])


def without_formula(cell: str) -> str:
    """The cell as text that no spreadsheet runs, whatever sign it parts cells by."""
    cell = _NEXT_CELL.sub(r"\1'", cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell
