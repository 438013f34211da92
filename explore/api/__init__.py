"""The public API, version 1: the same contexts as the pages, as JSON.

Read views answer plain Django requests and take from the REST framework only what describes them, see `reading`.
"""
