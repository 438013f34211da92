"""What a visitor meets: pages and the public API."""
