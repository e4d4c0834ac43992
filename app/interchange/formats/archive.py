"""Zip archives read with limits: nothing is unpacked to disk, and no bomb gets large."""

import io
import struct
import zipfile
from collections.abc import Iterator

from app.interchange.formats.errors import UnreadableFile

MOST_FILES = 10_000
LARGEST_FILE = 100_000_000  # bytes, unpacked
LARGEST_TOTAL = 300_000_000
MOST_TIMES = 200
"""How many times its packed size a file may be: texts get to twenty, empty tables to a hundred."""
_LEAST = 1_000  # bytes that a file counts as
_SMALL = 1_000_000  # bytes, of which no harm comes whatever they were packed to
_LARGEST_DIRECTORY = 400 * MOST_FILES  # bytes, with long names
_END = b"PK\x05\x06"
_PIECE = 1 << 18
_ZIP = b"PK\x03\x04"


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin like a zip archive."""
    return data.startswith(_ZIP)


class Archive:
    """The files of a zip archive. What is read counts, not what the archive says of itself."""

    def __init__(self, data: bytes) -> None:
        """Raises `UnreadableFile` for what is no zip archive, has too many files, or has one
        that unpacks to much more than any bank does."""
        if _directory_size(data) > _LARGEST_DIRECTORY:
            raise UnreadableFile(f"the archive has more than {MOST_FILES:,} files")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = [info.filename for info in self._zip.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableFile(f"not a zip archive: {error}") from None
        if len(self.names) > MOST_FILES:
            raise UnreadableFile(f"the archive has more than {MOST_FILES:,} files")
        for info in self._zip.infolist():
            if info.file_size > max(_SMALL, MOST_TIMES * info.compress_size):
                raise UnreadableFile(
                    f"{info.filename} unpacks to more than {MOST_TIMES} times its size: not read"
                )
        self._left = LARGEST_TOTAL

    @property
    def size(self) -> int:
        """The most bytes that its files can unpack to: what it says of each counts here, for no
        more of it is read. A small file counts as a thousand bytes, for it is as much work."""
        return sum(max(info.file_size, _LEAST) for info in self._zip.infolist())

    def size_of(self, name: str) -> int:
        """How large a file says it is; what is read of it is no more."""
        return self._zip.getinfo(name).file_size

    def read(self, name: str) -> bytes:
        """The bytes of one file. Raises `UnreadableFile` where it is missing, locked or too large."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The same piece by piece."""
        most, all_in_all = LARGEST_FILE, self._left < LARGEST_FILE
        if all_in_all:
            most = self._left
        try:
            with self._zip.open(name) as file:
                while piece := file.read(_PIECE):
                    most -= len(piece)
                    if most < 0:
                        message = f"{name} in the archive is larger than {LARGEST_FILE:,} bytes"
                        if all_in_all:
                            message = f"what is read of the archive is larger than {LARGEST_TOTAL:,} bytes"
                        raise UnreadableFile(message)
                    self._left -= len(piece)
                    yield piece
        except UnreadableFile:
            raise
        except KeyError:
            raise UnreadableFile(f"the archive has no {name}") from None
        except (
            zipfile.BadZipFile,
            RuntimeError,
            OSError,
            ValueError,
            EOFError,
            NotImplementedError,
        ) as error:
            raise UnreadableFile(f"{name} in the archive cannot be read: {error}") from None
        except Exception as error:  # zlib.error and its kin share no base class
            raise UnreadableFile(f"{name} in the archive is damaged: {error}") from None


def _directory_size(data: bytes) -> int:
    """What an archive's end says of the size of its directory, which is held in memory; 0 where
    nothing is said. Of more files than two bytes can count the size is written elsewhere."""
    end = data.rfind(_END)
    if end < 0 or len(data) < end + 16:
        return 0
    count, size = struct.unpack_from("<HI", data, end + 10)
    return _LARGEST_DIRECTORY + 1 if count == 0xFFFF else int(size)
