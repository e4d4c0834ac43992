"""Facts about files that are read piece by piece: the same comes of them as if read as a whole."""

import io
import json
import pickle
from itertools import islice
from textwrap import indent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interchange.document import OptionDocument
from app.interchange.formats import json_text, yaml_text
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.json_data import Json
from app.interchange.formats.json_text import items_of, parse, value_of
from app.interchange.formats.lines import Later, Located
from app.interchange.formats.profile import Profile
from app.interchange.formats.spool import Spool
from app.interchange.formats.text import Lines, decode, lines_of
from app.interchange.formats.yaml_data import Yaml
from app.search.text import Chunk, Piece

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
ITEMS = "- q: What is a lock?\n  a: Two.\n- q: What is a key?\n  a: |\n    Many.\n"


def test_a_spool_gives_its_values_in_order_and_more_than_once() -> None:
    with Spool(range(7), at_once=3) as spool:
        assert list(spool) == list(range(7))
        spool.add(7)
        # Two at a time do not disturb each other.
        assert list(zip(spool, spool, strict=True)) == [(one, one) for one in range(8)]
        assert len(spool) == 8


def test_a_spool_gives_values_of_our_classes_as_they_were() -> None:
    values = [OptionDocument("a", correct=True), Piece(1, 2, Chunk(("a", "b"))), OptionDocument("")]
    with Spool(values, at_once=2) as spool:
        found = list(spool)
    assert found == values
    assert [type(one) for one in found] == [type(one) for one in values]
    assert isinstance(found[1], Piece)
    assert isinstance(found[1].chunk, Chunk)


@given(st.lists(VALUES), st.sampled_from([None, 1]))
def test_a_list_in_json_is_the_same_item_by_item(values: list[object], indent: int | None) -> None:
    text = json.dumps(values, indent=indent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "WINDOW", 3)
        found = list(items_of(io.StringIO(text[3:]), text[:3]))
    assert found == parse(text)
    for one, whole in zip(found, parse(text), strict=True):  # type: ignore[call-overload]  # a list, as was written
        if isinstance(one, Located):
            assert (one.start, one.end) == (whole.start, whole.end)


def plain(value: object) -> object:
    """A value with all of its lists held, and its mappings beside their lines."""
    if isinstance(value, Located):
        return value.start, value.end, {key: plain(item) for key, item in value.items()}
    return list(map(plain, value)) if isinstance(value, list) else value


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4), st.sampled_from([None, 1]))
def test_a_mapping_in_json_is_the_same_with_its_lists_read_later(
    values: dict[str, object], indent: int | None
) -> None:
    text = json.dumps(values, indent=indent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "WINDOW", 3)
        found = value_of(lambda: io.StringIO(text), io.StringIO(text[3:]), text[:3])
        assert plain(found) == plain(parse(text))
        # Put aside it is held, and mappings are plain ones.
        assert pickle.loads(pickle.dumps(found)) == pickle.loads(pickle.dumps(parse(text)))


@pytest.mark.parametrize("around", ["{}", '{{"bank": {}, "name": "x"}}'])
def test_a_list_below_a_key_in_json_is_not_held(
    around: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "WINDOW", 64)
    records = json.dumps([{"q": place} for place in range(1000)])
    text = around.format(f'{{"questions": {records}, "title": "All"}}')
    found: Any = value_of(lambda: io.StringIO(text), io.StringIO(text), "")
    questions = found.get("bank", found)["questions"]
    assert isinstance(questions, Later)
    assert len(questions) == 1
    assert list(questions) == [{"q": place} for place in range(1000)]


@pytest.mark.parametrize(
    "text",
    ['[{"q": 1}\n {}]', '[{"q":\n 1},]', "[1, 2] 3", "[1, 2", '[\n\n"a', "[NaN]", "[,]", "[1}"],
)
def test_a_broken_list_in_json_is_told_as_when_read_as_a_whole(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreadableFile) as whole:
        parse(text)
    monkeypatch.setattr(json_text, "WINDOW", 3)
    with pytest.raises(UnreadableFile) as told:
        list(items_of(io.StringIO(text[3:]), text[:3]))
    assert (str(told.value), told.value.line) == (str(whole.value), whole.value.line)


def test_no_more_of_a_list_in_json_is_read_than_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(json_text, "WINDOW", 64)
    source = io.StringIO(json.dumps([{"q": place} for place in range(10_000)]))
    found = list(islice(items_of(source, source.read(64)), 3))
    assert [one["q"] for one in found] == [0, 1, 2]  # type: ignore[index]  # mappings, as were written
    assert source.tell() < 300


@pytest.mark.parametrize(
    "text",
    [
        ITEMS,
        f"# A bank\n---\n{ITEMS}\n# The end\n",
        '- q: "What is\n- a: lock?"\n  a: Two.\n- q: What is a key?\n  a: Many.\n',
        "- q: &it What is it?\n  a: One.\n- q: What is a key?\n  a: *it\n",
        f"questions:\n{ITEMS}",
        f"title: All\nquestions:\n\n{indent(ITEMS, '  ')}# The end\nother: 1\n",
        f"bank:\n  questions:\n{indent(ITEMS, '    ')}  more:\n{indent(ITEMS, '  ')}",
        f"- name: Linux\n  questions:\n{indent(ITEMS, '  ')}- name: x\n  questions:\n{indent(ITEMS, '  ')}",
        f"text: |\n  a\n{indent(ITEMS, '  ')}questions:\n{ITEMS}",
        f"text: 'a\n\n{indent(ITEMS, '  ')}  '\nquestions:\n{ITEMS}",
        f"a: &it Two.\nquestions:\n{ITEMS}- q: What is this?\n  a: *it\n",
        f"{ITEMS}---\n{ITEMS}",
        f"easy:\n  - What is a lock?\n  - What is a key?\n---\nquestions:\n{ITEMS}",
    ],
)
def test_a_list_in_yaml_is_the_same_some_items_at_a_time(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Yaml().read(text.encode(), profile=Profile())
    monkeypatch.setattr(yaml_text, "_AT_ONCE", 1)
    assert Yaml().read(text.encode(), profile=Profile()) == whole
    assert len(whole.documents) >= 2


@pytest.mark.parametrize("above", ["", "bank:\n  title: All\n  questions:\n"])
def test_no_more_of_a_list_in_yaml_is_read_than_is_asked_for(above: str) -> None:
    text = above + indent(ITEMS * 10_000, "  ")
    opened: list[io.StringIO] = []

    def again() -> io.StringIO:
        opened.append(io.StringIO(text))
        return opened[-1]

    found: Any = yaml_text.documents_of(Lines(again, "utf-8"))[0]
    questions = found["bank"]["questions"] if above else found
    assert isinstance(questions, Later)
    assert next(iter(questions)) == {"q": "What is a lock?", "a": "Two."}
    assert len(opened[-1].read()) > len(ITEMS) * 9_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_lines_are_those_of_the_whole_text(encoding: str) -> None:
    data = "Über\r\nCafé\rnaïve — “so”\n\nend".encode(encoding)
    lines, text = lines_of(data), decode(data)
    assert "".join(lines) == text.text
    assert [line.removesuffix("\n") for line in lines] == text.text.split("\n")
    assert (lines.encoding, lines.guessed) == (text.encoding, text.guessed)


def test_control_characters_are_refused_line_by_line_too() -> None:
    with pytest.raises(UnreadableFile, match=r"line 2 .* U\+0001"):
        lines_of(b"a\nb\x01")


def test_what_a_file_lacks_is_told_of_all_of_its_lines() -> None:
    finding = Json().read(b'[\n{"x": 1}\n]\n', profile=Profile()).findings[0]
    assert (finding.line_start, finding.line_end) == (1, 4)
