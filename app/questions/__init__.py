"""The bank itself: questions, their immutable versions, categories and tags."""
