"""Aiken: a question on one line, lettered options below it and `ANSWER: B`."""

import re
from collections.abc import Sequence

from app.interchange.document import Finding, OptionDocument, QuestionDocument, Reading
from app.interchange.formats.markup import title_and_body
from app.interchange.formats.profile import Profile
from app.interchange.formats.text import bounded, decode

_OPTION = re.compile(r"\s{0,8}\(?([A-Za-z])(?:[.)]\s{1,8}|\))(\S.*)")
_CLOSE = re.compile(r"\s{0,8}([A-Za-z])\.(\S.*)")  # "A.Iron", where no option stands apart
_ANSWER = re.compile(r"\s{0,8}ANSWER\s?:\s{0,8}(\S.{0,200})", re.IGNORECASE)
_NUMBER = re.compile(r"\A\s{0,8}\d{1,4}[.)][ \t]{1,8}(?=\S)")
_SAMPLE = re.compile(
    rb"^[ \t]{0,8}[Aa](?:[.)][ \t]|\))[^\n]{1,500}\r?\n(?:[ \t]{0,8}[B-Zb-z][.)][^\n]{1,500}\r?\n){1,25}\s{0,4}(?:ANSWER|Answer)\s?:",
    re.MULTILINE,
)


class Aiken:
    """Questions in Aiken's format. Each ends with its `ANSWER:` line."""

    name = "aiken"
    suffixes = (".aiken", ".txt")
    media_types = ("text/x-aiken",)

    def recognises(self, data: bytes) -> bool:
        """Whether options A, B and so on are followed by an answer line."""
        return _SAMPLE.search(data[:20000]) is not None

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read the questions; text that ends in no answer line is told. Raises `UnreadableFile`."""
        documents: list[QuestionDocument] = []
        findings: list[Finding] = []
        lines = bounded(decode(data).text).split("\n")
        start = 0
        for number, line in enumerate(lines):
            if match := _ANSWER.fullmatch(line.rstrip()):
                begun = _last_begun(lines, start, number)
                if begun > start:
                    message = "the question has no answer line; expected ANSWER: and a letter"
                    findings.append(Finding("no-question", message, start + 1, begun, "error"))
                made = _question(lines, begun, number, match[1].strip(), profile)
                if isinstance(made, Finding):
                    findings.append(made)
                else:
                    documents.append(made)
                start = number + 1
                while start < len(lines) and not lines[start].strip():
                    start += 1
        rest = [number for number in range(start, len(lines)) if lines[number].strip()]
        if rest:
            message = "text without options and an answer; expected A. ..., B. ... and ANSWER: A"
            findings.append(
                Finding("not-a-question", message, rest[0] + 1, rest[-1] + 1, "warning")
            )
        return Reading(tuple(documents), tuple(findings))


def _last_begun(lines: Sequence[str], start: int, answer: int) -> int:
    """Where the question begins that an answer line ends: options may begin with A only once,
    so a second A belongs to the text behind the options before it, and those have no answer.
    """
    begun, stem, offered = start, -1, False
    option = _option_among(lines[start:answer])
    for number in range(start, answer):
        match = option.fullmatch(lines[number].rstrip())
        if match:
            if match[1].upper() == "A" and stem >= 0:
                begun = stem
            stem, offered = -1, True
        elif offered and stem < 0 and lines[number].strip() and not lines[number - 1].strip():
            stem = number
    return begun


def _option_among(question: Sequence[str]) -> re.Pattern[str]:
    """How the options of a question are written: what finds their letters and texts."""
    apart = any(map(_OPTION.fullmatch, map(str.rstrip, question)))
    return _OPTION if apart else _CLOSE


def _question(
    lines: Sequence[str], start: int, answer: int, key: str, profile: Profile
) -> QuestionDocument | Finding:
    while start < answer and not lines[start].strip():
        start += 1
    stem: list[str] = []
    options: list[list[str]] = []  # the lines of each, without their letters
    option = _option_among(lines[start:answer])
    for line in lines[start:answer]:
        match = option.fullmatch(line.rstrip())
        if match and match[1].upper() == chr(65 + len(options)):
            options.append([match[2].strip()])
        elif options and line.strip():
            options[-1].append(line.strip())
        elif not options:
            stem.append(line)
    offered = {chr(65 + index): "\n".join(said) for index, said in enumerate(options)}
    letters = {letter.strip(" .()").upper() for letter in key.split(",")}
    title, body = title_and_body("", _NUMBER.sub("", "\n".join(stem), count=1))
    if not title or len(offered) < 2 or not letters <= set(offered):
        message = "expected a question, two or more options from A on, and an answer among them"
        return Finding("no-question", message, start + 1, answer + 1, "error")
    documents = tuple(OptionDocument(text, letter in letters) for letter, text in offered.items())
    document = QuestionDocument(
        title=title,
        line_start=start + 1,
        line_end=answer + 1,
        body=body,
        answer="\n".join(option.text for option in documents if option.correct),
        options=documents,
        kind="choice",
    )
    return profile.completed(document)
