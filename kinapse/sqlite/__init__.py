"""A database backend for Django: its own for SQLite, with another way to wait for a lock."""
