"""What is asked of every engine: light enough not to weigh in what is measured."""

SEED = 20_251
LINKS = {1_000: 4_000, 100_000: 500_000, 1_000_000: 5_000_000}
STARTS = 200
HUBS = 20
KNOWN = 100
RADIUS = 3
LIMIT = 200
QUERIES = ("neighborhood", "path", "connection")
