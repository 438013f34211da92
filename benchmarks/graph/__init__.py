"""Graph queries on the same synthetic map, the graph service beside other engines."""
