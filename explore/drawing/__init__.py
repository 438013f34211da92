"""Pictures of maps: pure functions from page contexts to SVG and PNG."""
