"""A large map's last snapshot with what has been changed since laid over it, until it is built anew.

The answer is a snapshot like any other, with the very numbers that a new build would give: only places in the drawing
(`x`, `y`) stay as they were. Cost: a copy of the links, some tens of milliseconds for five million; more when a change
moves concepts in the teaching order, since those are numbered by it.
"""
