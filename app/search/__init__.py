"""Finding questions by their words: one way of reading text, one index per database."""
