"""The banks that other people wrote, with their answers, written again in the shapes of others.

Real answers hold bold lines, headings, steps, lists and links that ask; none of these may be
taken for a question, and nothing of an answer may be lost, whatever the shape around it.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from app.interchange.document import QuestionDocument
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile
from tests.interchange.formats.corpora import ABSENT, RAW, bank, compare_key

pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason=ABSENT)

Shape = Callable[[int, str, str], str]

_FENCES = re.compile(r"(?ms)^\s*(```|~~~).*?^\s*\1")
_IN_ONE_FILE = 60
_MOST = 120


def behind(label: str, answer: str) -> str:
    """An answer behind its label, on a line of its own where it begins with markup."""
    return f"{label} {answer}" if answer[:1].isalnum() else f"{label}\n\n{answer}"


def set_in(answer: str, by: int = 4) -> str:
    return "\n".join(" " * by + line if line.strip() else line for line in answer.split("\n"))


# What writes one question, and the first level of headings that its answer may have.
SHAPES: dict[str, tuple[Shape, int]] = {
    "headings": (lambda n, t, a: f"### {t}\n\n{a}", 4),
    "numbered headings and rules": (lambda n, t, a: f"#### {n}. {t}\n\n{a}\n\n---", 5),
    "labelled headings": (lambda n, t, a: f"### Q{n}: {t}\n\n**[⬆ Top](#top)**\n\n{a}", 4),
    "headings that only say question": (
        lambda n, t, a: f"### Question\n\n{t}\n\n### Answer\n\n{a}",
        4,
    ),
    "levels": (
        lambda n, t, a: f"### {n}. {t}\n\n**Level:** easy\n\n{behind('**Answer:**', a)}",
        4,
    ),
    "folded": (lambda n, t, a: f"<details><summary>{t}</summary>\n\n{a}\n\n</details>", 3),
    "folded answers": (
        lambda n, t, a: f"### {t}\n\n<details>\n<summary>Answer</summary>\n\n{a}\n\n</details>",
        4,
    ),
    "bold": (lambda n, t, a: f"**{t}**\n\n{a}", 4),
    "numbered bold": (lambda n, t, a: f"**{n}. {t}**\n\n{a}", 4),
    "bold numbers": (lambda n, t, a: f"**{n}.** {t}\n\n{a}", 4),
    "bold labels": (lambda n, t, a: f"**Q{n}. {t}**\n\n{behind('**A.**', a)}", 4),
    "labels": (lambda n, t, a: f"Q{n}. {t}\n\n{behind('Ans:', a)}", 4),
    "words": (lambda n, t, a: f"**Question {n}:** {t}\n\n{behind('**Answer:**', a)}", 4),
    "numbers": (lambda n, t, a: f"{n}. {t}\n\n{set_in(a)}", 7),
    "numbers with answers below": (lambda n, t, a: f"{n}. {t}\n\n{a}", 4),
    "bold in numbers with answers below": (lambda n, t, a: f"{n}) **{t}**\n\n{a}", 4),
    "bullets": (lambda n, t, a: f"- **{t}**\n\n{set_in(a, 2)}", 7),
    "quoted questions": (lambda n, t, a: f"> **{n}. {t}**\n\n{a}", 4),
    "quoted answers": (
        lambda n, t, a: f"### {t}\n\n" + "\n".join(f"> {one}" for one in a.split("\n")),
        4,
    ),
}


def can_be_written(document: QuestionDocument, level: int) -> bool:
    """Whether a question can be written in a shape without ambiguity."""
    title, answer = document.title, document.answer or ""
    prose = _FENCES.sub("", answer)
    parts = document.options or document.body or document.hints or document.follow_ups
    plain = "\n" not in title and not re.search(r"[<*]", title) and title[0].isalnum()
    headings = [len(mark) for mark in re.findall(r"(?m)^ {0,3}(#{1,6})\s", prose)]
    return (
        bool(answer)
        and not parts
        and plain
        and min(headings, default=7) >= level
        and answer.count("```") % 2 == 0
        and not re.search(r"(?mi)^ {0,3}(?:---|===|</details>|(?:solution|answer) ?\d)", prose)
    )


def written(documents: Sequence[QuestionDocument], shape: Shape) -> str:
    half = len(documents) // 2
    questions = [
        shape(number, one.title, one.answer or "") for number, one in enumerate(documents, 1)
    ]
    return (
        "# Interview questions\n\nA collection.\n\n## Basics\n\n"
        + "\n\n".join(questions[:half])
        + "\n\n## More\n\n"
        + "\n\n".join(questions[half:])
        + "\n\n## License\n\nMIT\n"
    )


def squeezed(text: str | None) -> str:
    return re.sub(r"[\s>]+", " ", text or "").strip()


@pytest.mark.parametrize("name", ["30-seconds-interviews", "reactjs-iq", "sysadmin-skills"])
@pytest.mark.parametrize("shape", SHAPES)
def test_real_answers_are_kept_whole_in_any_shape(name: str, shape: str) -> None:
    write, level = SHAPES[shape]
    key = compare_key()
    documents = list({key(one.title): one for one in bank(name)}.values())
    documents = [one for one in documents if can_be_written(one, level)][:_MOST]
    wanted, found = Counter[str](), Counter[str]()
    whole = 0
    for start in range(0, len(documents), _IN_ONE_FILE):
        together = documents[start : start + _IN_ONE_FILE]
        text = written(together, write)
        read = format_named("markdown").read(text.encode(), profile=Profile()).documents
        answers = {key(one.title): squeezed(one.answer) for one in read}
        wanted.update(key(one.title) for one in together)
        found.update(key(one.title) for one in read)
        whole += sum(answers.get(key(one.title)) == squeezed(one.answer) for one in together)
    hits = (wanted & found).total()
    # bold names in an answer and bold questions without numbers look the same
    assert hits / found.total() >= (0.96 if shape == "bold" else 0.98)
    assert hits / wanted.total() >= 0.98
    assert whole / wanted.total() >= 0.97
