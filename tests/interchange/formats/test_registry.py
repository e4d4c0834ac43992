"""The registry: a file finds its format, and bad files are refused in one sentence."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.interchange.formats import Format, format_named, formats, guess
from app.interchange.formats.column_names import FIELDS
from app.interchange.formats.errors import UnknownFormat, UnreadableFile
from app.interchange.formats.profile import SHAPES, Profile, load_profile


def test_names_and_suffixes_are_unique_enough() -> None:
    names = [one.name for one in formats()]
    assert len(set(names)) == len(names)
    assert all(
        suffix.startswith(".") and suffix.islower() for f in formats() for suffix in f.suffixes
    )


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownFormat, match="markdown"):
        format_named("word")


@pytest.mark.parametrize(
    ("filename", "media_type", "data", "name"),
    [
        ("a/B.MD", None, b"", "markdown"),
        (None, "text/markdown; charset=utf-8", b"", "markdown"),
        (None, None, b"# Title\n\n## What?\n", "markdown"),
    ],
)
def test_guesses(filename: str | None, media_type: str | None, data: bytes, name: str) -> None:
    assert guess(filename, media_type, data).name == name


def test_a_file_that_nothing_recognises_is_refused_by_name() -> None:
    with pytest.raises(UnknownFormat, match=r"photo\.webp"):
        guess("photo.webp", None, b"RIFF\0\0")


@pytest.mark.parametrize("candidate", formats(), ids=lambda one: one.name)
@settings(deadline=None, max_examples=150)
@given(
    data=st.one_of(
        st.binary(max_size=400), st.text(max_size=400).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_arbitrary_bytes_are_read_or_refused(candidate: Format, data: bytes) -> None:
    try:
        reading = candidate.read(data, profile=Profile())
    except UnreadableFile:
        return
    assert all(document.title for document in reading.documents)
    assert all(0 < one.line_start <= one.line_end for one in reading.findings)


DOCUMENTED = (Path(__file__).parents[3] / "docs" / "formats.md").read_text()


@pytest.mark.parametrize("candidate", formats(), ids=lambda one: one.name)
def test_every_format_is_documented(candidate: Format) -> None:
    row = next(
        line for line in DOCUMENTED.split("\n") if line.startswith(f"| `{candidate.name}` |")
    )
    assert all(f"`{suffix}`" in row for suffix in candidate.suffixes)


def test_every_key_of_a_profile_and_every_field_is_documented() -> None:
    assert all(f"`{name}`" in DOCUMENTED for name in (*FIELDS, *SHAPES))
    example = DOCUMENTED.partition("```yaml\n")[2].partition("```")[0]
    profile = load_profile(example.encode())
    assert profile.section(("Lead Engineer Questions",)).difficulty == "hard"
