"""Moodle XML: the questions of a quiz with their categories, answers, feedback and hints."""

from collections.abc import Iterator
from functools import partial

from app.interchange.document import (
    Finding,
    OptionDocument,
    Piece,
    QuestionDocument,
    Reading,
)
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.markup import named_and_asked, plain, readable, title_and_body
from app.interchange.formats.moodle_cloze import with_gaps, with_words, without_words
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import not_imported
from app.interchange.formats.xml_tree import Element, elements_of, inner_markup

_ROOTS = ("$course$", "$system$", "$cat1$", "$module$", "top", "")
_DEEPEST = 100  # levels of categories
_CHOICES = ("multichoice", "multichoiceset", "oumultiresponse", "calculatedmulti")
_NUMBERS = ("numerical", "calculated", "calculatedsimple")
_PAIRS = ("matching", "ddmatch", "match")
_GAPS = ("cloze", "multianswer")
_WORDS = {"gapselect": "selectoption", "ddwtos": "dragbox"}
_READ = ("name", "questiontext", "generalfeedback", "answer", "hint", "subquestion")
_ROWS = ("kprime", "mtf")  # of statements, each of them true or false
_OPEN = (
    "essay", "essayautograde", "ordering", "cloze", "multianswer", "gapselect", "ddwtos",
    "coderunner", "recordrtc", "poodllrecording", "fileresponse", "gapfill", "regexp", "pmatch",
)  # fmt: skip
_WIRIS = "wiris"  # the same types with formulas


class MoodleXml:
    """A `quiz` of questions as Moodle exports it."""

    name = "moodle-xml"
    suffixes = (".xml",)
    media_types = ("application/xml", "text/xml")

    def recognises(self, data: bytes) -> bool:
        """Whether the root is a quiz."""
        return b"<quiz" in data[:4096]

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read every question. Raises `UnreadableFile` for bad XML or another root."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        elements = elements_of(data)
        root = next(elements)
        if root.name != "quiz":
            raise UnreadableFile(f"the root is <{root.name}>; expected <quiz>", line=root.line)
        section: tuple[str, ...] = ()
        unread: dict[str, tuple[int, int]] = {}
        for element in elements:
            kind = element.attributes.get("type", "").removesuffix(_WIRIS)
            if element.name == "question" and kind == "category":
                path = _text(element.child("category"))
                parts = path.split("/", _DEEPEST)
                if len(parts) > _DEEPEST:
                    message = f"a category of more than {_DEEPEST} levels"
                    raise UnreadableFile(message, line=element.line)
                section = tuple(part for part in parts if part.strip() not in _ROOTS)
                yield _finding("section", f"category {path}", element)
            elif element.name == "question" and kind == "description":
                yield _finding("not-a-question", "a description: it asks nothing", element)
            elif element.name == "question":
                piece = _document(element, kind, section, profile)
                if isinstance(piece, QuestionDocument):
                    for name in _unread(element, kind):
                        first = unread.get(name, (element.line, 0))[0]
                        unread[name] = first, piece.line_end
                yield piece
            else:
                yield _finding("not-a-question", f"<{element.name}> is no question", element)
        yield from map(not_imported, unread, unread.values())


def _finding(code: str, message: str, element: Element) -> Finding:
    return Finding(code, message, element.line, max(element.last_line, element.line))


def _document(
    element: Element, kind: str, section: tuple[str, ...], profile: Profile
) -> QuestionDocument | Finding:
    if kind not in (*_CHOICES, *_NUMBERS, *_PAIRS, *_OPEN, *_ROWS, "truefalse", "shortanswer"):
        message = f"questions of the type {kind or 'without a name'!r} are not read"
        return _finding("unsupported-type", message, element)
    asked = element.child("questiontext")
    made = named_and_asked if _is_verbatim(asked) else partial(title_and_body, is_html=True)
    stem, gaps = with_gaps(_text(asked)) if kind in _GAPS else (_text(asked), "")
    if kind == "gapfill":
        stem = without_words(stem)
    if kind in _WORDS:
        stem, gaps = with_words(stem, [_text(one) for one in element.children(_WORDS[kind])])
    title, body = made(_text(element.child("name")), stem)
    if not title:
        return _finding("no-question", "neither a name nor a question text", element)
    answer, options = _rows(element) if kind in _ROWS else _answers(element, kind)
    answer = "\n\n".join(filter(None, (gaps, answer)))
    tags = (_text(tag) for tag in (element.child("tags") or element).children("tag"))
    document = QuestionDocument(
        title=title,
        line_start=element.line,
        line_end=max(element.last_line, element.line),
        body=body,
        hints=tuple(filter(None, (_said(hint) for hint in element.children("hint")))),
        answer=answer,
        options=options,
        section=section,
        category=section[-1] if section else None,
        tags=tuple(filter(None, tags)),
        external_id=_text(element.child("idnumber")) or None,
        kind="short" if kind == "shortanswer" else "choice" if options else "open",
    )
    return profile.completed(document)


def _unread(element: Element, kind: str) -> set[str]:
    """The names of those texts of a question that stand in no field of it."""
    read = {*_READ, _WORDS.get(kind, "")} | ({"graderinfo"} if kind in _OPEN else set())
    return {one.name for one in element.children() if one.name not in read and _is_written(one)}


def _is_written(element: Element) -> bool:
    inner = element.child("text")
    return inner is not None and bool(_text(element))


def _answers(element: Element, kind: str) -> tuple[str, tuple[OptionDocument, ...]]:
    """The answer as text, and the options of a choice or the accepted short answers."""
    given = list(element.children("answer"))
    correct = [answer for answer in given if _fraction(answer) > 0]
    full = [answer for answer in correct if _fraction(answer) >= 100] or correct
    told = [
        f"{readable(_text(answer))}: {readable(feedback)}"
        for answer in given
        if (feedback := _text(answer.child("feedback")))
    ]
    extra = [_said(element.child("generalfeedback")), "\n".join(told)]
    options: tuple[OptionDocument, ...] = ()
    if kind in _PAIRS:
        said = "\n".join(
            f"{asked} -> {answer}" if asked else f"(not: {answer})"
            for asked, answer in map(_pair, element.children("subquestion"))
            if asked or answer
        )
    elif kind == "ordering":
        said = "\n".join(f"{n}. {readable(_text(one))}" for n, one in enumerate(given, 1))
    elif kind in _NUMBERS:
        said = "\n".join(_number(answer) for answer in full)
    elif kind == "truefalse":
        said = "\n".join(_text(answer).capitalize() for answer in full)
    elif kind in _OPEN:
        accepted = [answer for answer in full or given if "fraction" in answer.attributes]
        solved = [answer for answer in given if "fraction" not in answer.attributes]
        said = _said(element.child("graderinfo")) or "\n".join(map(_said, accepted or solved))
    else:
        accepted = correct if kind == "shortanswer" else full
        said = "\n".join(_said(answer) for answer in accepted)
        shown = correct if kind == "shortanswer" else given
        right = set(map(id, accepted))
        options = tuple(OptionDocument(_said(answer), id(answer) in right) for answer in shown)
    return "\n\n".join(filter(None, (said, *extra))), options


def _pair(element: Element) -> tuple[str, str]:
    """What is to be matched, and with what; a text without an answer to it only misleads."""
    return plain(_text(element)), plain(_text(element.child("answer")))


def _rows(element: Element) -> tuple[str, tuple[OptionDocument, ...]]:
    """Statements of which each is to be called true or false, as a choice of those that are true:
    the weights of the first column say which."""
    right = {
        weight.attributes.get("rownumber")
        for weight in element.children("weight")
        if weight.attributes.get("columnnumber") == "1"
        and (weight.child("value") or weight).text.strip("0. \n")
    }
    options = tuple(
        OptionDocument(_said(row.child("optiontext")), row.attributes.get("number") in right)
        for row in element.children("row")
        if _text(row.child("optiontext"))
    )
    told = [
        f"{_said(row.child('optiontext'))}: {feedback}"
        for row in element.children("row")
        if (feedback := _said(row.child("feedbacktext")))
    ]
    said = "\n".join(option.text for option in options if option.correct)
    extra = (_said(element.child("generalfeedback")), "\n".join(told))
    return "\n\n".join(filter(None, (said, *extra))), options


def _number(answer: Element) -> str:
    tolerance = _text(answer.child("tolerance"))
    value = _text(answer)
    return f"{value} ± {tolerance}" if tolerance.strip("0. ") else value


def _fraction(answer: Element) -> float:
    try:
        return float(answer.attributes.get("fraction", "0"))
    except ValueError:
        return 0.0


def _is_verbatim(element: Element | None) -> bool:
    """Whether a text says that it is Markdown or plain, and so no HTML."""
    return element is not None and element.attributes.get("format") in ("markdown", "plain_text")


def _said(element: Element | None) -> str:
    text = _text(element)
    return text if _is_verbatim(element) else readable(text)


def _text(element: Element | None) -> str:
    """The `text` child of an element; where there is none, its own text without its children's."""
    if element is None:
        return ""
    inner = element.child("text")
    if inner is not None:
        # HTML that nobody has escaped is a part of the XML, and a part of the text
        return (inner_markup(inner) if any(inner.children()) else inner.text).strip()
    return "".join(part for part in element.parts if isinstance(part, str)).strip()
