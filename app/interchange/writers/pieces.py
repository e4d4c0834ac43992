"""Bytes in pieces of a size that is worth sending, and archives written piece by piece."""

import io
import zipfile
from collections.abc import Generator, Iterable, Iterator
from typing import IO

PIECE = 1 << 16
# The same time in every archive, so that equal banks make equal files.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def gathered(chunks: Iterable[bytes]) -> Generator[bytes, None, None]:
    """The same bytes in larger pieces. An empty one, by which a writer that has nothing to hand
    out yet lets others have their turn, is passed on."""
    held = bytearray()
    for chunk in chunks:
        if not chunk:
            yield b""
        held += chunk
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """What is left of a file."""
    while piece := file.read(PIECE):
        yield piece


class _Outlet(io.RawIOBase):
    """Takes what the archive writes, and can only go forward."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        taken = bytes(data)  # type: ignore[call-overload]  # zipfile hands over bytes
        self.held += taken
        return len(taken)

    def taken(self) -> bytes:
        """What was written since the last time."""
        found = bytes(self.held)
        self.held.clear()
        return found


def zipped(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A zip archive of files, given as names and contents in pieces."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w") as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w") as inside:
                for piece in content:
                    inside.write(piece)
                    yield outlet.taken()
            yield outlet.taken()
    yield outlet.taken()
