"""Words of nearly the same meaning, from a table made of word vectors."""


def neighbours(stem: str) -> tuple[tuple[str, float], ...]:
    """The stems near this one with their degree, 0 to 1."""
    return ()
