"""How hypothesis runs here."""

from hypothesis import settings

# A busy machine is no fault of the code: time is for the benchmark to measure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
