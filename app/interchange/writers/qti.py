"""QTI 3: a package of items, choices and extended texts, with a manifest that names them."""

from collections.abc import Iterable, Iterator
from html import escape

from app.interchange.document import OptionDocument, QuestionDocument
from app.interchange.writers.gift import LOST_IN_QUIZZES
from app.interchange.writers.pieces import zipped
from app.interchange.writers.rendering import marked_up, rendered, rendered_line, storable

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_MATCH = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"


class QtiWriter:
    """An item file for each question; Markdown is rendered, for QTI holds HTML."""

    name = "qti"
    suffix = ".zip"
    media_type = "application/zip"
    loses = ("hints", "category", "tags", *LOST_IN_QUIZZES)

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The package in pieces."""
        yield from zipped(_files(documents))


def _files(documents: Iterable[QuestionDocument]) -> Iterator[tuple[str, Iterable[bytes]]]:
    names: list[str] = []
    for document in documents:
        names.append(f"q-{document.external_id}")
        yield f"items/{names[-1]}.xml", ["".join(_item(document, names[-1])).encode()]
    yield "imsmanifest.xml", _manifest(names)


def _manifest(names: Iterable[str]) -> Iterator[bytes]:
    yield (
        f'{_XML}<manifest xmlns="{_PACKAGE}" identifier="questions">\n<metadata>'
        "<schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n"
        "<organizations/>\n<resources>\n"
    ).encode()
    for name in names:
        yield (
            f'<resource identifier="r-{name}" type="imsqti_item_xmlv3p0" href="items/{name}.xml">'
            f'<file href="items/{name}.xml"/></resource>\n'
        ).encode()
    yield b"</resources>\n</manifest>\n"


def _item(document: QuestionDocument, name: str) -> Iterator[str]:
    title = marked_up(document.title).replace("\n", "&#10;")
    yield f'{_XML}<qti-assessment-item xmlns="{_ITEM}" identifier="{name}" title="{title}"'
    yield ' adaptive="false" time-dependent="false">\n'
    choice = document.kind == "choice" and bool(document.options)
    correct = [_letter(place) for place, one in enumerate(document.options) if one.correct]
    yield from _declarations(correct, choice=choice)
    yield "<qti-item-body>\n"
    if document.answer.strip():
        yield '<qti-rubric-block use="instructions" view="scorer"><qti-content-body>'
        yield f"{rendered(document.answer)}</qti-content-body></qti-rubric-block>\n"
    yield f"{rendered(document.body) if document.body.strip() else _paragraph(document.title)}\n"
    if choice:
        yield from _choices(document.options, several=len(correct) != 1)
    else:
        yield '<qti-extended-text-interaction response-identifier="RESPONSE"/>\n'
    yield "</qti-item-body>\n"
    if correct:
        yield f'<qti-response-processing template="{_MATCH}"/>\n'
    yield "</qti-assessment-item>\n"


def _declarations(correct: list[str], *, choice: bool) -> Iterator[str]:
    kind = "identifier" if choice else "string"
    cardinality = "single" if not choice or len(correct) == 1 else "multiple"
    yield '<qti-response-declaration identifier="RESPONSE" base-type="'
    yield f'{kind}" cardinality="{cardinality}">'
    if correct:
        values = "".join(f"<qti-value>{letter}</qti-value>" for letter in correct)
        yield f"<qti-correct-response>{values}</qti-correct-response>"
    yield "</qti-response-declaration>\n"
    yield '<qti-outcome-declaration identifier="SCORE" base-type="float" cardinality="single"/>\n'


def _choices(options: tuple[OptionDocument, ...], *, several: bool) -> Iterator[str]:
    yield f'<qti-choice-interaction response-identifier="RESPONSE" max-choices="{0 if several else 1}">\n'
    for place, option in enumerate(options):
        inside = _short(option.text)
        yield f'<qti-simple-choice identifier="{_letter(place)}">{inside}</qti-simple-choice>\n'
    yield "</qti-choice-interaction>\n"


def _short(text: str) -> str:
    """A text without blocks where it has none."""
    block = rendered(text)
    inner = block.removeprefix("<p>").removesuffix("</p>")
    is_one = block == f"<p>{inner}</p>" and "</p>" not in inner
    return inner if is_one else block


def _paragraph(text: str) -> str:
    """A title as a paragraph; its Markdown is rendered where that is more than its text."""
    line = rendered_line(text)
    return f"<p>{line if '<' in line else escape(storable(text), quote=False)}</p>"


def _letter(place: int) -> str:
    return f"choice-{place + 1}"
