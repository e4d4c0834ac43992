"""How texts are read into terms: technical names, folding, stems, other scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.text import MAX_TERM, pieces, terms_line, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("C++", ["cplusplus"]),
        ("C++17", ["cplusplus", "17"]),
        ("C#/.NET", ["csharp", "dotnet"]),
        ("ASP.NET Core", ["asp", "dotnet", "core"]),
        ("Node.js", ["node", "js"]),
        ("process.nextTick()", ["process", "next", "tick"]),
        ("kubectl rollout undo", ["kubectl", "rollout", "undo"]),
        ("-o wide", ["o", "wide"]),
        ("JavaScript GraphQL", ["javascript", "graphql"]),
        ("HorizontalPodAutoscaler", ["horizont", "pod", "autoscal"]),
        ("`===` or a && b", ["opeqeqeq", "or", "a", "opandand", "b"]),
        ("Really?? No.", ["realli", "no"]),
        ("What's naïve?", ["what", "naiv"]),
        ("don't", ["dont"]),
        ("VMs", ["vm"]),
        ("ＣＳＳ", ["css"]),
        ("Straße STRASSE", ["strass", "strass"]),
        ("__proto__", ["proto"]),
        ("日本語", ["日本", "本語"]),
        ("🙂 — *", []),
        ("", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Use process.nextTick here", "use process next tick here | nexttick processnexttick"),
        ("TCP/IP", "tcp ip | tcpip"),
        ("log-in", "log in | login"),
        ("i++", "iplusplus"),
        ("Array.prototype.map", "array prototyp map | arraymap arrayprototypemap"),
        ("plain words", "plain word"),
    ],
)
def test_joined_terms_stand_apart_from_the_words(text: str, line: str) -> None:
    assert terms_line([text], 100) == line


def test_texts_of_one_field_do_not_stand_side_by_side() -> None:
    assert terms_line(["end", "start"], 100) == "end | start"


@given(st.text())
def test_any_text_gives_plain_terms_within_bounds(text: str) -> None:
    for piece in pieces(text):
        assert 0 <= piece.start < piece.end <= len(text)
        for term in piece.chunk.terms:
            assert term.isalnum()
            assert len(term) <= MAX_TERM + len("plusplus")
