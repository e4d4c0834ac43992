"""Words and sentences keep their exact places in any script."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.text import content_stems, sentences, statements, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kube-proxy runs", ["kube", "proxy", "runs"]),
        ("C++ and C#", ["c++", "and", "c#"]),
        ("about 1.5 volts.", ["about", "1.5", "volts"]),
        ("doesn’t", ["doesn't"]),
        ("naïve Ångström", ["naïve", "ångström"]),
        ("हिन्दी भाषा।", ["हिन्दी", "भाषा"]),
        ("容器编排", ["容器", "器编", "编排"]),
        ("𝐏𝐨𝐝𝐬", ["pods"]),
        ("→ … —", []),
        ("", []),
    ],
)
def test_words_are_found_in_any_script(text: str, expected: list[str]) -> None:
    assert [word.folded for word in words(text)] == [
        unicodedata.normalize("NFKC", word) for word in expected
    ]


@given(st.text(st.sampled_from("ab'’1.,+#- \t\x1c\u2028|é容器the not"), max_size=30))
def test_content_stems_are_those_of_the_content_words(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.scoring.text._STEM_CACHE", 2)
        found = content_stems(text)
    assert found == {word.stem for word in words(text) if word.content}
    assert content_stems(text) == found


def test_composed_and_decomposed_letters_are_the_same_word() -> None:
    assert words("café")[0].stem == words(unicodedata.normalize("NFD", "café"))[0].stem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One runs. Two stops.", ["One runs.", "Two stops."]),
        ("Tools, e.g. Helm, are used. Done.", ["Tools, e.g. Helm, are used.", "Done."]),
        ("- first\n- second\n", ["first", "second"]),
        ("1. first\n2) second", ["first", "second"]),
        ("a line that\ngoes on", ["a line that\ngoes on"]),
        ("one\n\ntwo", ["one", "two"]),
        ("容器。编排。", ["容器。", "编排。"]),
        ("*** \n ---", []),
    ],
)
def test_sentences_end_where_statements_end(text: str, expected: list[str]) -> None:
    assert [text[part.start : part.end] for part in sentences(text) if part.words] == expected


def test_a_text_without_full_stops_is_cut() -> None:
    assert max(len(part.words) for part in sentences("word " * 1000)) <= 80


def test_very_long_words_are_not_stemmed() -> None:
    assert stem("a" * 5000) == "a" * 5000


@given(st.text(max_size=400))
def test_places_are_exact_and_in_order(text: str) -> None:
    last = 0
    for part in sentences(text):
        assert last <= part.start < part.end <= len(text)
        assert not text[part.start].isspace()
        last = part.end
        for word in part.words:
            assert part.start <= word.start < word.end <= part.end


@pytest.mark.parametrize("unit", [" ", "-", "1", "a.", "* ", "\t\n", "'", "(", "é́", "1.", ";"])
def test_monotonous_texts_take_linear_time(unit: str) -> None:
    started = time.process_time()
    sentences(unit * 60_000)
    assert time.process_time() - started < 2.0


@given(
    st.lists(st.sampled_from(["the ", "word", " ", ". ", "A", "容器", "\n", "- ", "x " * 85])).map(
        "".join
    )
)
def test_statements_and_stems_are_those_of_sentences_and_words(text: str) -> None:
    assert statements(text) == [text[part.start : part.end] for part in sentences(text)]
    assert content_stems(text) == {word.stem for word in words(text) if word.content}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("never in the code. make a secret instead! then mount it.", 3),
        ("use a vault, e.g. one of hashicorp, etc. and so on... then rest", 1),
        ("memory (incl. swap) and node.js apps", 1),
    ],
)
def test_who_writes_no_capitals_ends_sentences_all_the_same(text: str, count: int) -> None:
    assert len(sentences(text)) == count
