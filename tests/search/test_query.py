"""How what is typed is read: words, phrases, aliases; never syntax."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import QbankError
from app.core.synonyms import parse as parse_synonyms
from app.search.aliases import Aliases, load_aliases
from app.search.concepts import FILE, Concepts, load_concepts
from app.search.guesses import with_guesses
from app.search.highlights import Marker
from app.search.query import MAX_GROUPS, Way, parse
from app.search.ranking import Ranking
from app.search.related import load_related
from app.search.text import words
from app.search.vocabulary import distance

NONE = Aliases([])


def ways(typed: str, aliases: Aliases = NONE) -> list[set[tuple[str, ...]]]:
    return [{way.terms for way in group.ways} for group in parse(typed, aliases).groups]


def test_a_phrase_in_quotes_has_to_be_there_as_it_is() -> None:
    group, other = parse('"Three Way handshake" tcp', NONE).groups
    assert group.phrase
    assert [way.terms for way in group.ways] == [("three", "way", "handshak")]
    assert not other.phrase


@pytest.mark.parametrize("typed", ['"', '"" * ^ ( )', "-", "\U0001f642", " "])
def test_what_has_no_words_asks_for_nothing(typed: str) -> None:
    assert parse(typed, NONE).groups == ()


@pytest.mark.parametrize("typed", ["a AND b", "answer:secret", "NEAR(a b)", 'x" OR "y', "a*"])
def test_operators_are_words(typed: str) -> None:
    assert all(term.isalnum() for group in ways(typed) for way in group for term in way)


@given(st.text())
def test_anything_typed_is_a_query_within_bounds(typed: str) -> None:
    query = parse(typed, load_aliases())
    assert len(query.groups) <= MAX_GROUPS
    for group in query.groups:
        for way in group.ways:
            assert all(term.isalnum() for term in way.terms)


def test_aliases_lead_both_ways() -> None:
    aliases = Aliases(parse_synonyms("pvc = persistent volume claim", "test"))
    assert ("persist", "volum", "claim") in ways("PVC", aliases)[0]
    assert all(("pvc",) in found for found in ways("persistent volume claim", aliases))
    assert ("pvc",) in ways("pvcs", aliases)[0]


def test_what_is_only_alike_widens_no_search() -> None:
    assert ways("deploy", Aliases(parse_synonyms("deploy ~ release", "test"))) == [{("deploy",)}]


def test_names_of_types_are_aliases_too() -> None:
    assert ("horizontalpodautoscal",) in ways("hpa", load_aliases())[0]


def test_related_words_count_for_less() -> None:
    (group,) = parse("copy", NONE, load_related()).groups
    assert {way.terms: way.weight for way in group.ways}[("clone",)] < group.ways[0].weight == 1


def test_neighbours_may_be_one_word_and_code_its_parts() -> None:
    assert ("hashmap",) in ways("hash map")[0]
    assert ways("setTimeout") == [{("settimeout",), ("set", "timeout")}]
    assert ways("Node.js") == [{("nodej",), ("node", "js"), ("node",)}]


def test_operators_may_add_aliases(tmp_path: Path) -> None:
    path = tmp_path / "aliases.txt"
    path.write_text("# ours\nbluebird = the deployment service\n")
    aliases = load_aliases(path)
    assert ("the", "deploy", "servic") in ways("bluebird", aliases)[0]
    path.with_name("bad.txt").write_text("only one name\n")
    with pytest.raises(QbankError, match=r"bad.txt, line 1"):
        load_aliases(path.with_name("bad.txt"))
    with pytest.raises(QbankError, match="cannot be read"):
        load_aliases(tmp_path / "missing.txt")


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("abc", "abc", 0),
        ("abc", "acb", 1),
        ("abc", "abcd", 1),
        ("abc", "bc", 1),
        ("kitten", "sitting", 3),
    ],
)
def test_slips_between_words(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


def test_highlights_are_places_in_the_text_as_it_stands() -> None:
    text = "Why <b>Event</b> loops? An event-loop; and the loop."
    marked = [text[a:b] for a, b in Marker(parse('"event loop" event', NONE).groups).spans(text)]
    assert marked == ["Event", "event-loop"]


def test_a_word_in_the_title_counts_for_more() -> None:
    ranking = Ranking(parse("quorum", NONE).groups, {"quorum": 2}, 100)
    title = ranking.score({"title": " a quorum here ", "head": "  ", "body": "  "})
    body = ranking.score({"title": " a word here ", "head": "  ", "body": " quorum "})
    nothing = ranking.score({"title": " a word here ", "head": "  ", "body": "  "})
    assert title > body > nothing == 0


def test_a_description_leads_to_the_name_of_the_thing() -> None:
    concepts = Concepts(
        [
            ((("deadlock",),), frozenset(words("wait forever each other lock transaction"))),
            ((("load", "balanc"),), frozenset(words("spread requests servers"))),
        ]
    )
    found = parse("transactions waiting forever", Aliases(()), concepts=concepts)
    assert all(Way(("deadlock",), 0.5) in group.ways for group in found.groups)
    # One word of many, or a word of a phrase, describes nothing.
    for typed in ("waiting for spread", "waiting for paint to dry slowly", '"waiting forever"'):
        found = parse(typed, Aliases(()), concepts=concepts)
        assert all(way.weight != 0.5 for group in found.groups for way in group.ways), typed


def test_every_concept_has_names_and_a_description() -> None:
    found = load_concepts().described_by(frozenset(words("spread requests several servers")))
    assert any(("load", "balanc") in names for names, _ in found)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            names, colon, description = line.partition(":")
            assert colon, line
            assert all(words(name) for name in names.split(",")), line
            assert len(set(words(description))) >= 3, line


def test_most_words_of_a_long_form_lead_to_its_acronym() -> None:
    found = load_concepts().described_by(frozenset(words("redundant array of disks")))
    assert any(("raid",) in names for names, _ in found)


def test_guesses_are_no_ways_and_asking_words_are_never_guessed() -> None:
    query = with_guesses(parse('what is a "blue picture" picture', NONE))
    *asking, phrase, picture = query.groups
    assert ("photo",) in {way.terms for way in picture.guesses}
    assert all(way.weight < 0.5 for way in picture.guesses)
    assert not any(group.guesses for group in (*asking, phrase))
    assert [way.terms for way in picture.ways] == [("pictur",)]


@given(st.text())
def test_guesses_stay_within_bounds(typed: str) -> None:
    for group in with_guesses(parse(typed, load_aliases())).groups:
        assert len(group.guesses) <= 8 + 3 * 5
        assert all(term.isalnum() for way in group.guesses for term in way.terms)
