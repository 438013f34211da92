"""The faults, each brought about and counted."""
