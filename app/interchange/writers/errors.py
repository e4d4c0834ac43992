"""What an export refuses, said in one sentence."""

from app.interchange.formats.errors import FormatError


class UnknownWriter(FormatError):  # noqa: N818 - named after what is refused
    """No format that is written has this name."""
