"""Told when many concepts or maps at once are shown to everyone, or to staff alone again."""

from django.dispatch import Signal

# Sent by the model with `ids`, inside the transaction that does it. Rows saved by themselves send Django's own signals.
many_shown_otherwise = Signal()
