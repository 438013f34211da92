"""The search beside simpler ones, on the same concepts and the same queries."""
