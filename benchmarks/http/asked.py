"""What is asked: neighborhoods of so many concepts of one map."""

SLUG = "made-up"
SEED = 7
STARTS = 200
RADIUS, LIMIT = 2, 200
