"""How many requests a second Kinapse answers, as shares of what a bare Django view does."""
