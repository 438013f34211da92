"""People who asked to be told."""
