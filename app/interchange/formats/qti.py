"""QTI 2.1, 2.2 and 3.0: single items, and packages of them as zip archives."""

import posixpath
from dataclasses import replace
from urllib.parse import unquote

from app.interchange.document import Finding, QuestionDocument, Reading
from app.interchange.formats.archive import Archive, is_zip
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.profile import Profile
from app.interchange.formats.qti_item import plain_name, read_item
from app.interchange.formats.xml_tree import Element, parse_xml

_MANIFEST = "imsmanifest.xml"
_START = 1024
_OLD = "questestinterop"
_NOT_READ = "questions in QTI 1.2 are not read; expected QTI 2.1, 2.2 or 3.0"


class Qti:
    """Items with choices, text entries or extended texts; other interactions are refused by name."""

    name = "qti"
    suffixes = (".xml", ".zip", ".imscc")
    media_types = ("application/xml", "text/xml", "application/zip")

    def recognises(self, data: bytes) -> bool:
        """Whether the file is an item or a package with a manifest."""
        if is_zip(data):
            return _MANIFEST.encode() in data
        start = data[:8192]
        return b"assessmentItem" in start or b"qti-assessment-item" in start

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read an item or every item of a package. Raises `UnreadableFile` for bad files."""
        if is_zip(data):
            return _read_package(Archive(data), profile)
        if b"<" not in data[:_START]:
            raise UnreadableFile("neither an item in XML nor a zip archive")
        root = parse_xml(data)
        if root.name == _OLD:
            raise UnreadableFile(_NOT_READ, line=root.line)
        items = [one for one in root.walk() if plain_name(one) == "assessmentitem"]
        if not items:
            message = f"the root is <{root.name}>; expected an assessment item"
            raise UnreadableFile(message, line=root.line)
        read = [read_item(item, profile) for item in items]
        return Reading(
            tuple(document for documents, _ in read for document in documents),
            tuple(finding for _, findings in read for finding in findings),
        )


def _read_package(archive: Archive, profile: Profile) -> Reading:
    """Items in the order of the manifest. Lines are those of each item's own file."""
    manifest = _manifest(archive)
    names = _items(archive, manifest)
    documents: list[QuestionDocument] = []
    findings: list[Finding] = []
    for name in names:
        try:
            root = parse_xml(archive.read(name))
        except UnreadableFile as error:
            findings.append(Finding("unreadable-item", f"{name}: {error}", 1, 1, "error"))
            continue
        if root.name == _OLD:
            message = f"{name}: {_NOT_READ}"
            findings.append(Finding("old-qti", message, root.line, root.last_line, "error"))
            continue
        if plain_name(root) != "assessmentitem":
            message = f"{name}: <{root.name}> is no item"
            findings.append(Finding("not-a-question", message, root.line, root.last_line))
            continue
        found, told = read_item(root, profile)
        findings += (replace(one, message=f"{name}: {one.message}") for one in told)
        documents += found
    read = {*names, manifest}
    left = [name for name in archive.names if name not in read]
    if left:
        message = f"{len(left)} other files in the package, such as {left[0]}, are not read"
        findings.append(Finding("file-not-imported", message, 1, 1))
    return Reading(tuple(documents), tuple(findings))


def _manifest(archive: Archive) -> str:
    """The manifest that lies above all others; a package may have been packed with its folder."""
    found = [name for name in archive.names if posixpath.basename(name) == _MANIFEST]
    return min(found, key=lambda name: name.count("/"), default=_MANIFEST)


def _items(archive: Archive, manifest: str) -> list[str]:
    """The item files that the manifest names, else every XML file that it does not describe."""
    found: list[str] = []
    folder = posixpath.dirname(manifest)
    if manifest in archive.names:
        root = parse_xml(archive.read(manifest))
        packed = set(archive.names)
        found = [
            href
            for element in root.walk()
            if element.name == "resource"
            and "item" in element.attributes.get("type", "").casefold()
            if (href := posixpath.normpath(posixpath.join(folder, _file(element)))) in packed
        ]
    if found:
        return list(dict.fromkeys(found))
    return [name for name in archive.names if name.endswith(".xml") and name != manifest]


def _file(resource: Element) -> str:
    inner = resource.child("file")
    href = resource.attributes.get("href") or (inner.attributes.get("href", "") if inner else "")
    return posixpath.normpath(unquote(href)) if href else ""
