"""Ending and name of the formats that a map can be had in."""

EXPORTS = (("md", "Markdown"), ("json", "JSON"), ("csv.zip", "CSV"), ("svg", "SVG"), ("png", "PNG"))
