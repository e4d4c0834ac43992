"""A run of options, and what is read off its items: their texts, letters, boxes and ticks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from app.interchange.document import OptionDocument
from app.interchange.formats.markdown.options.lettered import LETTER, TIGHT_LETTER
from app.interchange.formats.markdown.options.ticks import unticked
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source

BOX = re.compile(r"(?:\\?\[ ?(?P<box>[xXyY✓✔]?) ?\\?\]|\((?P<round>[ xX*])\))(?:\s+|$)")
MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s*")
# The end of an element around a list, which CommonMark takes for its last line
_CLOSED = re.compile(r"\S\*\*[^\w*]{0,4}$")
_CLOSING = re.compile(r"(?:\n[ \t]*</(?:quiz|question|div|section|center)>[ \t]*)+\s*$")
_NAMED = re.compile(r"(?:^|[,;&]\s{0,3}|\band\s)\W{0,3}(?P<letter>[a-j])[.)]\s{1,3}")
_BLANK = " \t\n\u2800"  # an empty Braille cell stands where a list needs a text before its code


@dataclass(frozen=True, slots=True)
class Options:
    """A run of options between two lines, with the letters they carry.

    `only_ticked` is a list whose items have neither letters nor boxes: prose has such lists too.
    `notes` are quotations between the options, which say why one is right or wrong.
    `unticked` are boxes without letters of which nobody has ticked one.
    """

    start: Place
    end: Place
    letters: tuple[str, ...]
    options: tuple[OptionDocument, ...]
    only_ticked: bool = False
    notes: tuple[str, ...] = ()
    unticked: bool = False

    def with_correct(self, letters: Sequence[str]) -> "Options":
        """The same with the options of these letters correct, unless ticks have said so."""
        if not letters or any(option.correct for option in self.options):
            return self
        pairs = zip(self.letters, self.options, strict=True)
        return replace(
            self,
            options=tuple(replace(option, correct=letter in letters) for letter, option in pairs),
        )

    def letters_of(self, text: str) -> tuple[str, ...]:
        """The letter of the option that says just this, or of several with what they say."""
        wanted = text.strip().casefold()
        said = {
            letter: one.text.strip().casefold()
            for letter, one in zip(self.letters, self.options, strict=True)
        }
        named = list(_NAMED.finditer(wanted))
        told = tuple(match["letter"].upper() for match in named)
        if len(named) > 1 and all(
            letter in said and wanted.startswith(said[letter], match.end())
            for letter, match in zip(told, named, strict=True)
        ):
            return told
        return tuple(letter for letter, one in said.items() if one == wanted)


@cache
def names(count: int) -> tuple[str, ...]:
    return tuple(chr(65 + index) if index < 26 else str(index) for index in range(count))


def item_text(source: Source, item: Block, end: int) -> str:
    indent = source.item_indent(item)
    text = source.slice(Place(item.start), Place(end), indent=indent, item_end=item.end)
    return _without_marker(source, item, _CLOSING.sub("", text))


def _without_marker(source: Source, item: Block, text: str) -> str:
    marker = MARKER.match(source.lines[item.start])
    mark = marker.group().strip() if marker else ""
    return text.removeprefix(mark).lstrip() if mark else text


def has_letter(source: Source, item: Block, index: int) -> bool:
    line = source.lines[item.start]
    marker = MARKER.match(line)
    place = marker.end() if marker else len(line)
    letter = LETTER.match(line, place) or TIGHT_LETTER.match(line, place)
    return letter is not None and letter["letter"].upper() == chr(65 + index)


def has_box(source: Source, item: Block) -> bool:
    line = source.lines[item.start]
    marker = MARKER.match(line) if "[" in line or "(" in line else None
    return marker is not None and BOX.match(line, marker.end()) is not None


def without_letter(text: str, match: re.Match[str]) -> str:
    """Take a letter off; emphasis that it opened and the text closes stays around the text."""
    rest = text[match.end() :]
    groups = match.groupdict()
    if groups.get("open") and not groups.get("close") and rest.count(groups["open"]) == 1:
        return groups["open"] + rest
    return rest


def marked(texts: Sequence[str]) -> tuple[OptionDocument, ...]:
    """The options of such texts: what is ticked is correct, or else what alone is in bold."""
    options = [OptionDocument(*unticked(_reopened(text.strip(_BLANK)))) for text in texts]
    bold = [_is_bold(option.text) for option in options]
    ticked = any(option.correct for option in options)
    if ticked or all(bold) or 2 * sum(bold) <= len(bold):
        chosen = not (ticked or all(bold))
        options = [
            OptionDocument(option.text.strip("*_"), option.correct or chosen) if set_off else option
            for option, set_off in zip(options, bold, strict=True)
        ]
    return tuple(options)


def _reopened(text: str) -> str:
    """A text whose emphasis opened before its letter: "**B. iron**" without "**B. "."""
    return "**" + text if text.count("**") == 1 and _CLOSED.search(text) else text


def _is_bold(text: str) -> bool:
    return len(text) > 4 and text.startswith("**") and text.endswith("**") and text.count("**") == 2
