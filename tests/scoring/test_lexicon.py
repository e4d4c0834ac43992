"""Phrases that mean the same come from a file that operators can extend."""

import pytest

from app.scoring.lexicon import default_lexicon, parse_lexicon, phrase_finder
from app.scoring.text import words


def test_the_shipped_lexicon_reads() -> None:
    assert ("k8s", "Kubernetes") in default_lexicon().groups


def test_comments_and_blank_lines_are_skipped() -> None:
    assert parse_lexicon("# c\n\nC# = C sharp\n").groups == (("C#", "C sharp"),)


@pytest.mark.parametrize("line", ["alone", "a = ", " = b", "a = !"])
def test_a_line_without_two_phrases_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        parse_lexicon(f"a = b\n{line}")


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
