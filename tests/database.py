"""The database under test, for processes that a test starts."""

from django.db import connection


def database_url() -> str:
    """What `DATABASE_URL` must be for a process to see the test's rows."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
