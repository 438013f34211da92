"""What the house refuses."""


class BackupRefused(Exception):
    """Nothing was changed; the text says what to do."""
