"""What a page must offer to be measured; a page of Kinapse and the bare page keep to it alike."""

# The mark that a page sets with performance.mark in the first animation frame in which the picture is drawn.
DRAWN = "map-drawn"
# The element that holds the picture of Kinapse's page; peers and the bare page have one with the id "picture".
PICTURE = "knowledge-map, #picture"
OPEN_ALL = '[data-action="open-all"]'
WIDTH, HEIGHT = 1440, 900


def toggle_of(slug: str) -> str:
    """What opens and closes a concept; at Kinapse a span inside the concept's link."""
    return f'[data-toggle="{slug}"]'
