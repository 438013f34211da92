"""The graph service: ids, arrays and NetworkX in, frozen dataclasses out.

Knows nothing of Django or of models, and touches no file but snapshots. NetworkX is imported by `networks`
alone, so that a process which only answers from a snapshot does not carry it.
"""
