"""What a request brings to be imported: one file as it is, or a form with several."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import PurePosixPath

from pydantic import TypeAdapter, ValidationError
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header

from app.core.errors import BadRequest, Invalid, UnsupportedMediaType
from app.core.text import Line
from app.interchange.formats.archive import Archive, is_zip
from app.interchange.formats.errors import BadProfile, UnreadableFile
from app.interchange.formats.profile import Profile, load_profile
from app.interchange.formats.sidecars import sidecar_of
from app.interchange.sources import (
    SourceFile,
    Sources,
    from_bytes,
    is_markdown,
    without_suffix,
)

FORM = "multipart/form-data"
PROFILE = "profile"
MOST_FILES = 1_000
"""In one form. A folder with more is sent as a zip archive, which is much smaller, too."""
_VAGUE = ("application/zip", "application/x-zip-compressed", "text/plain")
"""Types that say less than the content does: workbooks and decks are zip archives too, and any
bank may be plain text."""
_LINE: TypeAdapter[str] = TypeAdapter(Line)


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """One file as it was sent, with the name and the media type that the sender gave it. `load`
    gives the data once more, so that nobody has to hold it meanwhile."""

    name: str | None
    media_type: str | None
    data: bytes
    load: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """All that was sent: the files in order, and what to assume about them."""

    files: tuple[UploadedFile, ...]
    profile: bytes | None = None

    @property
    def size(self) -> int:
        """The bytes of all files, unpacked."""
        return sum(map(_size, self.files))

    def digest(self, *more: str) -> bytes:
        """The SHA-256 of what was sent and of what was asked. How a form marks off its parts
        does not count: it differs from one try to the next."""
        digest = hashlib.sha256()
        for piece in self._pieces(*more):
            digest.update(len(piece).to_bytes(8))
            digest.update(piece)
        return digest.digest()

    def _pieces(self, *more: str) -> Iterator[bytes]:
        yield from (text.encode() for text in more)
        yield self.profile or b""
        for file in self.files:
            yield (file.name or "").encode()
            yield (file.media_type or "").encode()
            yield file.data


def read_upload(body: bytes, content_type: str | None, name: str | None) -> Upload:
    """The files of a request's body. `name` is that of a body which is a file itself.

    Raises:
        BadRequest: it is a form that is broken.
        UnsupportedMediaType: it is of several parts, and no form.
        Invalid: there is no file in it, or a part that is not known.
    """
    media_type = (content_type or "").partition(";")[0].strip().casefold()
    if media_type == FORM:
        if name is not None:
            fault = "A form names its files itself"
            raise Invalid.at("query/filename", "unknown_parameter", fault)
        upload = _read_form(body, content_type or "")
    elif media_type.startswith("multipart/"):
        raise UnsupportedMediaType(f"Of bodies in several parts only {FORM} is understood here")
    else:
        upload = Upload((UploadedFile(name, media_type or None, body),) if body else ())
    if not upload.files:
        raise Invalid.at("", "no_file", "There is no file in the request")
    return upload


def disposed_name(header: str | None) -> str | None:
    """The file's name in a `Content-Disposition` header, if there is one.

    Raises:
        Invalid: it is no name that can be stored.
    """
    if header is None:
        return None
    message = Message()
    message["Content-Disposition"] = header
    try:
        name = message.get_filename()
    except ValueError:
        name = "\0"  # of a character set that is none
    return _checked(name, "header/content-disposition") if name else None


def profile_of(upload: Upload) -> Profile:
    """The profile that was sent along, or one that says nothing.

    Raises:
        Invalid: it is none.
    """
    try:
        return load_profile(upload.profile or b"")
    except BadProfile as error:
        raise Invalid.at(f"form/{PROFILE}", "bad_profile", str(error)) from None


def sources_of(upload: Upload) -> Sources:
    """The files as sources of an import; a side-car goes with its file, as in a folder."""
    found = Sources()
    for file in upload.files:
        found.add(_sources(file))
    named = {one.name: one for one in found.files if one.is_named}
    beside_some = set()
    for place, one in enumerate(found.files):
        if one.is_named and is_markdown(one.name) and (name := sidecar_of(one.name, named)):
            beside_some.add(name)
            found.files[place] = replace(one, sidecar=named[name].load)
    # Whether a side-car is one is known when its question was read.
    found.files.sort(key=lambda one: one.name in beside_some)
    return found


def _size(file: UploadedFile) -> int:
    if is_zip(file.data):
        with suppress(UnreadableFile):
            return max(Archive(file.data).size, len(file.data))
    return len(file.data)


def _sources(file: UploadedFile) -> Sources:
    path = PurePosixPath((file.name or "").replace("\\", "/"))
    name = "/".join(part for part in path.parts if part not in ("/", "..")) or None
    source = without_suffix(name) if name else None
    media_type = (file.media_type or "").partition(";")[0].strip().casefold()
    if media_type in _VAGUE:
        media_type = ""
    try:
        return from_bytes(
            file.data, name=name, media_type=media_type, source=source, load=file.load
        )
    except UnreadableFile as error:
        # A damaged archive is told of like any other damaged file.
        return Sources([SourceFile(name or "import", source or "import", _Unreadable(error))])


@dataclass(frozen=True, slots=True)
class _Unreadable:
    error: UnreadableFile

    def __call__(self) -> bytes:
        raise self.error


def _read_form(body: bytes, content_type: str) -> Upload:
    _, parameters = parse_options_header(content_type)
    form = _Form()
    try:
        parser = FormParser(
            FORM,
            form.take_field,
            form.take_file,
            form.end,
            boundary=parameters.get(b"boundary") or None,
            config={"MAX_MEMORY_FILE_SIZE": len(body) + 1, "UPLOAD_ERROR_ON_BAD_CTE": True},
        )
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError):
        raise BadRequest(f"The body is not {FORM} as its Content-Type says") from None
    if not form.is_whole:
        raise BadRequest("The form ends before its last part does")
    return Upload(tuple(form.files), form.profile)


class _Form:
    """Takes the parts of a form as they are found."""

    def __init__(self) -> None:
        self.files: list[UploadedFile] = []
        self.profile: bytes | None = None
        self.is_whole = False

    def take_file(self, part: File) -> None:
        part.file_object.seek(0)
        data = part.file_object.read()
        if part.field_name == PROFILE.encode():
            self._take_profile(data)
        elif part.file_name or data:  # an input of a page that was left empty is no file
            name = _checked(_text(part.file_name), "form/files") if part.file_name else None
            self.files.append(UploadedFile(name, part.content_type, data))
            if len(self.files) > MOST_FILES:
                fault = f"At most {MOST_FILES:,} files; a zip archive may hold more"
                raise Invalid.at("form", "too_many_files", fault)

    def take_field(self, part: Field) -> None:
        if part.field_name != PROFILE.encode():
            fault = f"Parts are files with a filename each, and `{PROFILE}`"
            raise Invalid.at("form", "unknown_part", fault)
        self._take_profile(part.value or b"")

    def end(self) -> None:
        self.is_whole = True

    def _take_profile(self, data: bytes) -> None:
        if self.profile is not None:
            raise Invalid.at(f"form/{PROFILE}", "repeated_part", "May be given once only")
        self.profile = data


def _text(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("latin-1")


def _checked(name: str, pointer: str) -> str:
    try:
        return _LINE.validate_python(name)
    except ValidationError as error:
        fault = error.errors()[0]
        raise Invalid.at(pointer, fault["type"], f"The file's name: {fault['msg']}") from None
