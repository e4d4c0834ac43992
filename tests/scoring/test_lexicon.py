"""Phrases that mean the same come from a file that operators can extend."""

from pathlib import Path

import pytest

from app.scoring.lexicon import default_lexicon, load_lexicon, parse_lexicon, phrase_finder
from app.scoring.text import words


def test_the_shipped_lexicon_reads() -> None:
    assert ("k8s", "kubernetes", "kube") in default_lexicon().groups
    assert ("begin", "start", "boot") in default_lexicon().groups


def test_comments_and_blank_lines_are_skipped() -> None:
    assert parse_lexicon("# c\n\nC# = C sharp\n").groups == (("C#", "C sharp"),)


@pytest.mark.parametrize("line", ["alone", "a = ", " = b", "a = !", "a = b ~ c"])
def test_a_line_without_two_phrases_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        parse_lexicon(f"a = b\n{line}")


def test_operators_extend_it_by_the_file_that_search_reads(tmp_path: Path) -> None:
    path = tmp_path / "more.txt"
    path.write_text("bluebird = the deployment service\nslow ~ takes ages\n", encoding="utf-8")
    groups = load_lexicon(path).groups
    assert groups == (*default_lexicon().groups, *parse_lexicon(path.read_text()).groups)
    with pytest.raises(ValueError, match="cannot be read"):
        load_lexicon(tmp_path / "missing.txt")


def test_lexicons_are_equal_by_content() -> None:
    assert parse_lexicon("a1 = b1") == parse_lexicon("# other\na1 = b1")
    assert hash(parse_lexicon("a1 = b1")) != hash(parse_lexicon("a1 = c1"))
    assert parse_lexicon("a1 = b1") != "a1 = b1"


def test_only_phrases_of_the_reference_are_added() -> None:
    lexicon = parse_lexicon("HPA = horizontal pod autoscaler = pod scaler")
    finder = phrase_finder(lexicon, (("use", "hpa"),))
    text = "a horizontal pod autoscaler"
    found = finder.equivalents(tuple(words(text)))
    assert [word.folded for word in found] == ["hpa"]
    assert text[found[0].start : found[0].end] == "horizontal pod autoscaler"
    assert finder.equivalents(tuple(words("the pods"))) == []
