"""Banks that other people wrote, where they are at hand: titles found, answers, levels, options."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.interchange.formats.corpora import ABSENT, NAMES, RAW, bank, compare_key, read, truth

pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason=ABSENT)


@pytest.mark.parametrize("name", NAMES)
def test_the_titles_are_those_of_an_independent_reading(name: str) -> None:
    titles = truth(name)["titles"]
    assert isinstance(titles, list)
    key = compare_key()
    wanted = Counter(map(key, titles))
    found = Counter(key(document.title) for document in bank(name))
    hits = (wanted & found).total()
    assert hits / found.total() >= 0.98
    assert hits / wanted.total() >= 0.98


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("figure", "attribute"),
    [
        ("n_with_answer", "answer"),
        ("n_with_hint", "hints"),
        ("n_with_difficulty", "difficulty"),
        ("n_with_options", "options"),
    ],
)
def test_answers_hints_levels_and_options_are_counted_right(
    name: str, figure: str, attribute: str
) -> None:
    expected = truth(name)[figure]
    assert isinstance(expected, int)
    found = sum(bool(getattr(document, attribute)) for document in bank(name))
    assert abs(found - expected) <= expected * 0.01


@pytest.mark.parametrize("name", NAMES)
def test_every_written_line_of_a_markdown_bank_is_accounted_for(name: str) -> None:
    files = truth(name)["per_file"]
    assert isinstance(files, dict)
    for file in files:
        if not file.endswith(".md"):
            continue
        lines = (RAW / name / file).read_text().split("\n")
        reading = read(f"{name}/{file}")
        seen = [False] * (len(lines) + 2)
        spans = [(one.line_start, one.line_end) for one in reading.documents]
        spans += [(one.line_start, one.line_end) for one in reading.findings]
        for first, last in spans:
            seen[first : last + 1] = [True] * (last + 1 - first)
        assert [n for n, line in enumerate(lines, 1) if line.strip() and not seen[n]] == []


@pytest.mark.parametrize("name", ["lydia-js", "reactjs-iq", "sysadmin-skills"])
def test_questions_do_not_share_lines(name: str) -> None:
    spans = [(one.line_start, one.line_end) for one in bank(name)]
    assert all(before[1] < after[0] for before, after in pairwise(spans))
