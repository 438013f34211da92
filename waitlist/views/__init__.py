"""Pages of the waitlist. What they answer never tells who is on it."""
