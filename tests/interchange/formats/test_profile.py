"""Profiles: strict keys, and the innermost heading decides."""

import pytest

from app.interchange.formats.errors import BadProfile
from app.interchange.formats.profile import Profile, load_profile


def test_an_empty_profile_assumes_nothing() -> None:
    assert load_profile(b"") == Profile()


def test_the_innermost_heading_decides_and_tags_add_up() -> None:
    profile = load_profile(
        b"""
category: networks
sections:
  Layer  three: {difficulty: easy, tags: [ip]}
  Routing: {difficulty: hard, tags: "bgp, ospf"}
"""
    )
    section = profile.section(("LAYER three", "Routing", "Unknown"))
    assert section.difficulty == "hard"
    assert section.tags == ("ip", "bgp", "ospf")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("categori: x", "no key 'categori'"),
        ("- a", "must be a mapping"),
        ("tags: 3", "tags must be a list"),
        ("difficulty: nasty", "one of: easy, medium, hard"),
        ("shape: round", "shape must be one of"),
        ("sections: {A: {level: 1}}", "section 'A' has no key 'level'"),
        ("levels: {1: trivial}", "levels.1 must be one of"),
        ("a: [", "not YAML: line 2"),
        ("a: !!python/object:os.system {}", "not YAML"),
        ("source: {name: {}}", "name must be a text"),
    ],
)
def test_says_what_is_wrong_with_a_profile(text: str, message: str) -> None:
    with pytest.raises(BadProfile, match=message):
        load_profile(text.encode())
