"""A sheet for interviewers: one HTML page that needs nothing else, made to be printed."""

from collections.abc import Iterable, Iterator

from app.interchange.document import QuestionDocument
from app.interchange.writers.rendering import marked_up, rendered, rendered_line

_STYLE = """
:root { --ink: #1b1f24; --soft: #59636e; --line: #d1d9e0; --tint: #f6f8fa; --mark: #0a5c4a; }
* { box-sizing: border-box; }
body { font: 15px/1.55 Georgia, 'Times New Roman', serif; color: var(--ink); margin: 0 auto;
  max-width: 46rem; padding: 2.5rem 1.5rem; overflow-wrap: anywhere; }
h1, h2, h3, .facts, .notes, footer { font-family: system-ui, 'Segoe UI', Helvetica, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
.who { display: grid; grid-template-columns: 1fr 1fr 8rem; gap: 1.5rem; margin: 1.5rem 0 2.5rem;
  font: 12px system-ui, sans-serif; color: var(--soft); }
.who span { border-top: 1px solid var(--ink); padding-top: .25rem; margin-top: 1.5rem; }
article { border-top: 2px solid var(--ink); padding: 1rem 0 1.5rem; }
h2 { font-size: 1.1rem; line-height: 1.35; margin: 0 0 .4rem; break-after: avoid; }
h2 .number { color: var(--soft); font-weight: 400; margin-inline-end: .5rem; }
.facts { color: var(--soft); font-size: 12px; margin: 0 0 .8rem; }
.facts b { color: var(--ink); font-weight: 600; text-transform: capitalize; }
h3 { font-size: 11px; letter-spacing: .06em; text-transform: uppercase; color: var(--soft);
  margin: 1rem 0 .3rem; break-after: avoid; }
.answer { background: var(--tint); border-left: 3px solid var(--line); padding: .6rem 1rem; }
.answer > :first-child { margin-top: 0; } .answer > :last-child { margin-bottom: 0; }
ul.ticks { list-style: none; padding: 0; margin: 0; }
ul.ticks li { padding-left: 1.6rem; text-indent: -1.6rem; margin: .2rem 0; break-inside: avoid; }
ul.ticks li > * { text-indent: 0; } ul.ticks pre { margin: .3rem 0; }
.box { display: inline-block; width: .85em; height: .85em; border: 1.3px solid var(--ink);
  border-radius: 2px; margin-inline-end: .7rem; vertical-align: -.08em; text-indent: 0; }
.right { font-weight: 600; color: var(--mark); }
.weight { color: var(--soft); font: 11px system-ui, sans-serif; margin-left: .4rem; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: 4px; overflow-x: auto;
  padding: .6rem .8rem; font-size: 12.5px; line-height: 1.45; white-space: pre-wrap; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .88em; }
table { border-collapse: collapse; } blockquote { margin: .6rem 0; padding-left: 1rem; border-left: 3px solid var(--line); } th, td { border: 1px solid var(--line); padding: .25rem .6rem; }
.notes { height: 5.5rem; border: 1px solid var(--line); border-radius: 4px; margin-top: 1rem;
  padding: .3rem .6rem; color: var(--soft); font-size: 11px; display: flex;
  justify-content: space-between; break-inside: avoid; }
.score i { font-style: normal; border: 1px solid var(--line); border-radius: 50%; width: 1.5rem;
  height: 1.5rem; line-height: 1.4rem; text-align: center; display: inline-block; margin-left: .25rem; }
footer { color: var(--soft); font-size: 11px; border-top: 1px solid var(--line); padding-top: .5rem; }
@media print { body { padding: 0; max-width: none; font-size: 11pt; }
  .facts { break-after: avoid; } li, tr, pre { break-inside: avoid; } .notes { break-before: avoid; }
  .answer, pre { print-color-adjust: exact; } }
@page { margin: 18mm 16mm; }
"""
_HEAD = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Interview questions</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>Interview questions</h1>
<div class="who"><span>Candidate</span><span>Interviewer</span><span>Date</span></div>
"""


class HtmlWriter:
    """Questions with what the reader may know of them, room for notes, and boxes to tick."""

    name = "html"
    suffix = ".html"
    media_type = "text/html"
    loses = ("id", "slug", "status", "visibility", "source")

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The page in pieces."""
        yield _HEAD.encode()
        count = 0
        for count, document in enumerate(documents, 1):
            yield "".join(_question(document, count)).encode()
        yield f"<footer>{count} questions</footer>\n</body>\n</html>\n".encode()


def _question(document: QuestionDocument, number: int) -> Iterator[str]:
    yield f'<article dir="auto">\n<h2><span class="number">{number}</span>{rendered_line(document.title)}</h2>\n'
    if facts := " · ".join(_facts(document)):
        yield f'<p class="facts">{facts}</p>\n'
    if document.body.strip():
        yield f"{rendered(document.body)}\n"
    if document.options:
        marked = [
            f"{_option(one.text)} ✓" if one.correct else _option(one.text)
            for one in document.options
        ]
        right = [one.correct for one in document.options]
        yield _ticks("Options", marked, right)
    if document.hints:
        items = "".join(f"<li>{rendered_line(hint)}</li>" for hint in document.hints)
        yield f"<h3>Hints, one at a time</h3>\n<ol>{items}</ol>\n"
    if document.key_points:
        yield _ticks(
            "A good answer says", [_point(document, n) for n in range(len(document.key_points))]
        )
    if document.answer.strip():
        yield f'<h3>Model answer</h3>\n<div class="answer">{rendered(document.answer)}</div>\n'
    if document.follow_ups:
        items = "".join(f"<li>{rendered_line(one)}</li>" for one in document.follow_ups)
        yield f"<h3>Follow-up questions</h3>\n<ul>{items}</ul>\n"
    score = "".join(f"<i>{mark}</i>" for mark in range(1, 6))
    yield f'<div class="notes">Notes<span class="score">Score {score}</span></div>\n</article>\n'


def _option(text: str) -> str:
    """An option on its line, or below its box where it has several, as code does."""
    return rendered(text) if "\n" in text else rendered_line(text)


def _facts(document: QuestionDocument) -> Iterator[str]:
    if document.difficulty:
        yield f"<b>{document.difficulty}</b>"
    if document.category:
        yield marked_up(document.category)
    if document.expected_seconds:
        minutes = max(round(document.expected_seconds / 60), 1)
        yield f"about {minutes} min"
    if document.tags:
        yield marked_up(", ".join(document.tags))


def _ticks(heading: str, items: list[str], right: list[bool] | None = None) -> str:
    lines = "".join(
        f'<li{" class=right" if right and right[place] else ""}><span class="box"></span>{item}</li>\n'
        for place, item in enumerate(items)
    )
    return f'<h3>{heading}</h3>\n<ul class="ticks">\n{lines}</ul>\n'


def _point(document: QuestionDocument, place: int) -> str:
    point = document.key_points[place]
    said = ["required"] if point.required else []
    # Nobody weighed those that were read off the answer.
    if point.weight != 1 and not document.key_points_derived:
        said.append(f"weight {point.weight:g}")
    told = f'<span class="weight">{", ".join(said)}</span>' if said else ""
    return rendered_line(point.text) + told
