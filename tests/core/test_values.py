"""Small pure parts of the core: ids, text, cursors, logs, slugs."""

import json
import logging
import time
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.core.ids import new_id, new_ids
from app.core.logs import JsonFormatter, request_id_var
from app.core.pagination import InvalidCursor, decode_cursor, encode_cursor
from app.core.text import Line, Text
from app.questions.slugs import slugify


def test_ids_are_uuids_of_version_7_in_order_of_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000
    assert len({new_id() for _ in range(1000)}) == 1000
    several = new_ids(1000)
    assert len(set(several)) == 1000
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant) for one in several} == {
        (7, uuid.RFC_4122)
    }


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "x" * 65_537])
def test_text_that_cannot_be_stored_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Text).validate_python(value)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_other_text_stays_as_it_is(value: str) -> None:
    assert TypeAdapter(Text).validate_python(value) == value


@pytest.mark.parametrize("value", ["", "  ", "two\nlines", "two\u2028lines", "x" * 201])
def test_a_line_is_one_line_with_something_in_it(value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_python(value)


VALUES: list[Any] = ["a title", 17, datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)]
KINDS = [str, int, datetime]


def test_a_cursor_comes_back_as_it_went() -> None:
    assert decode_cursor(encode_cursor("query", VALUES), "query", KINDS) == VALUES


@pytest.mark.parametrize(("query", "kinds"), [("other", KINDS), ("query", [int, int, datetime])])
def test_a_cursor_of_something_else_is_refused(query: str, kinds: list[type]) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(encode_cursor("query", VALUES), query, kinds)


@given(st.text(max_size=100))
def test_any_text_as_a_cursor_is_refused_in_words(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(cursor, "query", KINDS)


def test_a_log_line_is_json_with_the_request_and_without_the_words_of_an_error() -> None:
    token = request_id_var.set("a-request")
    try:
        raise ValueError("what the candidate wrote")
    except ValueError as error:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, "f", 1, "it failed", (), (type(error), error, None)
        )
    line = json.loads(JsonFormatter().format(record))
    request_id_var.reset(token)
    assert (line["message"], line["level"], line["request_id"]) == (
        "it failed",
        "error",
        "a-request",
    )
    assert line["exception"][-1] == "ValueError"
    assert "candidate" not in json.dumps(line)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("What is Kubernetes?", "what-is-kubernetes"),
        ("Über-café & C++", "uber-cafe-c"),
        ("什么是容器？", "question"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 100, "x" * 80),
    ],
)
def test_slugs_are_readable(title: str, slug: str) -> None:
    assert slugify(title) == slug
