"""Maps, concepts and the links between them."""
