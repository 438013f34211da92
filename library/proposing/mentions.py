def mention_proposals(document, text, standing, known):
    return iter(())
