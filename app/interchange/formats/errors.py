"""What a format refuses, said in one sentence for the person who owns the file."""


class FormatError(Exception):
    """The base of everything that a format raises. `str(error)` can be shown as it is."""


class UnreadableFile(FormatError):  # noqa: N818 - named after what is refused
    """The bytes are not what they should be. `line` is 1-based where known; a column, where one
    helps, is in the sentence."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class UnknownFormat(FormatError):  # noqa: N818 - named after what is refused
    """No format has this name, or none recognises the file."""


class BadProfile(FormatError):  # noqa: N818 - named after what is refused
    """A profile that is not YAML, or that has a key or value it may not have."""
