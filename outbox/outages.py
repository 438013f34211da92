"""Steps that are taken again and again, and wait while the database is away."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections, connection

OUTAGE_SECONDS = 2.0

logger = logging.getLogger("kinapse.outbox")


def through_outages(step: Callable[[], float]) -> float:
    """Take a step. Returns the seconds to wait before the next."""
    close_old_connections()
    try:
        return step()
    except (OperationalError, InterfaceError) as error:
        logger.warning("The database does not answer (%s); trying again.", type(error).__name__)
        connection.close()
        return OUTAGE_SECONDS
