"""More proposals, asked of a language model where one is configured: for a concept to grow, and for a document.

Whatever it answers can become proposals and nothing else: what the texts sent to it tell it to do, it cannot do.
"""
