"""Nasty requests for every operation of an OpenAPI document, derived from the document alone."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

CANARY = "c4n4ry"
"""Stands in everything that is sent, so that an echo of it is found in any answer."""

JSON = "application/json"
DEEP = 10_000

REFUSED_VALUES = {
    "NUL": f'"{CANARY}\\u0000"',
    "a lone surrogate": f'"{CANARY}\\ud800"',
    "surrogates the wrong way round": f'"{CANARY}\\udc00\\ud800"',
    "NaN": "NaN",
    "Infinity": "Infinity",
    "minus Infinity": "-Infinity",
    "2**63": str(2**63),
    "10**30": str(10**30),
    "minus 10**30": str(-(10**30)),
    "1e999": "1e999",
    "NUL in a list": f'["{CANARY}\\u0000"]',
    "NUL in a name": f'{{"{CANARY}\\u0000": 1}}',
    "a long text": f'"{CANARY * 20_000}"',
    "nested lists": "[" * 500 + "]" * 500,
}
"""JSON literals that no member of any body may be."""

ODD_VALUES = {
    "null": "null",
    "true": "true",
    "a fraction": "0.5",
    "minus one": "-1",
    "an empty text": '""',
    "blanks": '" \\t\\n "',
    "an empty list": "[]",
    "a list of null": "[null]",
    "an empty object": "{}",
    "an unknown object": f'{{"{CANARY}": 1}}',
    "a right-to-left mark": f'"\\u202e{CANARY}\\ufeff"',
}
"""JSON literals that are strange, and may be right in places."""

REFUSED_BODIES = {
    "bad UTF-8": b'{"' + CANARY.encode() + b'\xff\xfe": "\xc0\x80"}',
    "UTF-16": f'{{"text": "{CANARY}"}}'.encode("utf-16"),
    "a text": f'"{CANARY}"'.encode(),
    "a list": f'["{CANARY}"]'.encode(),
    "null": b"null",
    "NaN": b"NaN",
    "a number": b"1" * 5_000,
    "nothing but blanks": b"  \n ",
    "half an object": b'{"text": "' + CANARY.encode(),
    "two objects": b"{}{}",
    "single quotes": b"{'text': '" + CANARY.encode() + b"'}",
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep and open": b"[" * DEEP,
    "deep in a member": b'{"text": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "an unknown member": f'{{"{CANARY}": 1}}'.encode(),
    "many unknown members": json.dumps({f"{CANARY}{n}": n for n in range(5_000)}).encode(),
    "a form": f"text={CANARY}".encode(),
    "zeros": b"\x00" * 100,
}

REFUSED_TYPES = (
    None,
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    f"multipart/form-data; boundary={CANARY}",
    "application/octet-stream",
    "application/xml",
    "application/jsonp",
    "json",
    "*/*",
    f"{CANARY};;;=;",
)

ODD_PARTS = {
    "NUL": f"{CANARY}%00",
    "bad UTF-8": f"{CANARY}%FF%FE",
    "a lone surrogate": f"{CANARY}%ED%A0%80",
    "half an escape": f"{CANARY}%",
    "a line break": f"{CANARY}%0d%0aX-Injected:%20{CANARY}",
    "2**63": str(2**63),
    "10**30": str(10**30),
    "minus one": "-1",
    "a fraction": "1.5",
    "NaN": "NaN",
    "many digits": "9" * 5_000,
    "other digits": "%D9%A1",
    "a path": f"..%2f..%2f{CANARY}",
    "SQL": f"{CANARY}'%20OR%201=1--",
    "a long text": CANARY * 2_000,
    "a blank": "%20",
}
"""Parts of a path or query, percent-encoded; none of them names anything that is there."""

ALWAYS_REFUSED_PARTS = ("NUL", "many digits", "a long text")
"""Those of them that are refused as the value of any query parameter."""

ODD_HEADERS = (
    (b"if-none-match", b'"\xff\xfe", W/,,, *'),
    (b"if-none-match", b"*" * 5_000),
    (b"if-match", b"\xff"),
    (b"idempotency-key", b"\xff\xfe\x80"),
    (b"idempotency-key", b""),
    (b"idempotency-key", CANARY.encode() * 1_000),
    (b"x-request-id", b"\xff" + CANARY.encode()),
    (b"x-request-id", CANARY.encode() * 1_000),
    (b"accept", b"\xff/\xfe"),
    (b"accept-encoding", b"\xff"),
    (b"accept-language", b"\xff"),
    (b"content-encoding", b"gzip"),
    (b"cookie", b"\xff=\xfe;;;=;a"),
    (b"range", b"bytes=-99999999999999999999"),
    (b"expect", b"\xff"),
    (b"host", b"["),
    (b"host", b"\xff:99999999"),
    (b"origin", b"null\xff"),
    (b"forwarded", b"for=\xff"),
    (b"x-forwarded-for", b"\xff"),
    (b"x-forwarded-proto", b"\xff"),
    (b"x-http-method-override", b"DELETE"),
    (b"traceparent", b"00-\xff-\xff-01"),
)

BAD_CREDENTIALS = (
    b"",
    b"Bearer",
    b"Bearer ",
    b"Bearer \xff\xfe",
    b"Bearer qbk_",
    b"Bearer qbk_\xff_\xff",
    b"Bearer qbk_a b",
    b"Bearer qbi_\xc3\x28",
    b"Bearer " + CANARY.encode() * 2_000,
    b"Basic " + CANARY.encode(),
    b"\xff\xfe\x80",
    b"bearer\tx",
)

OTHER_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")


@dataclass(frozen=True, slots=True)
class Attack:
    """One request. `refused` says that it must be; else it only must not break anything."""

    name: str
    method: str
    path: str
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes | None = None
    refused: bool = True
    chunked: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document: how a valid request of it looks."""

    id: str
    method: str
    path: str
    query: tuple[str, ...]
    body: Any = None
    members: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def takes_body(self) -> bool:
        return self.body is not None


def operations(document: dict[str, Any]) -> list[Operation]:
    """All operations of the document, with the names of their parameters and an example body."""
    found = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            query = tuple(p["name"] for p in operation.get("parameters", ()) if p["in"] == "query")
            content = operation.get("requestBody", {}).get("content", {}).get(JSON)
            body, members = None, ()
            if content is not None:
                body = next(iter(content["examples"].values()))["value"]
                members = tuple(_members(content["schema"], document, depth=3))
            found.append(
                Operation(operation["operationId"], method.upper(), path, query, body, members)
            )
    return found


def _members(schema: dict[str, Any], document: dict[str, Any], depth: int) -> Iterator[Any]:
    """The places of all members of a schema as tuples of names; `0` steps into a list."""
    if depth == 0:
        return
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from _members(document["components"]["schemas"][name], document, depth)
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _members(one, document, depth)
    for name, inner in schema.get("properties", {}).items():
        yield (name,)
        yield from ((name, *rest) for rest in _members(inner, document, depth - 1))
    if "items" in schema:
        yield from (("0", *rest) for rest in _members(schema["items"], document, depth - 1))


def attacks(operation: Operation, path: str, known: set[str], max_body: int) -> Iterator[Attack]:
    """All attacks on an operation. `path` is its path with everything filled in, `known` are
    the methods of that path, `max_body` the most bytes that the service takes."""
    yield from _on_path(operation)
    yield from _on_query(operation, path)
    yield from _on_headers(operation, path)
    yield from _on_size(operation, path, max_body)
    for method in OTHER_METHODS:
        if method not in known:
            refused = method != "HEAD" or "GET" not in known
            yield Attack(f"{method}", method, path, refused=refused)
    if operation.takes_body:
        yield from _on_members(operation, path)
        yield from _on_body(operation, path)
    else:
        for name, body in REFUSED_BODIES.items():
            yield _with_body(operation, path, f"unasked: {name}", body, refused=False)


def valid_body(operation: Operation) -> bytes | None:
    return json.dumps(operation.body).encode() if operation.takes_body else None


def _with_body(
    operation: Operation,
    path: str,
    name: str,
    body: bytes,
    media_type: str | None = JSON,
    *,
    refused: bool = True,
) -> Attack:
    headers = () if media_type is None else ((b"content-type", media_type.encode()),)
    return Attack(name, operation.method, path, headers, body, refused=refused)


def _valid(operation: Operation, name: str, path: str, **options: Any) -> Attack:
    headers = (*options.pop("headers", ()), (b"content-type", JSON.encode()))
    return Attack(name, operation.method, path, headers, valid_body(operation), **options)


def _on_path(operation: Operation) -> Iterator[Attack]:
    pieces = operation.path.split("/")
    for place, piece in enumerate(pieces):
        if piece.startswith("{"):
            for name, odd in ODD_PARTS.items():
                filled = [
                    odd if i == place else "1" if p[:1] == "{" else p for i, p in enumerate(pieces)
                ]
                yield _valid(operation, f"{piece}: {name}", "/".join(filled))


def _on_query(operation: Operation, path: str) -> Iterator[Attack]:
    for name in operation.query:
        for kind, odd in ODD_PARTS.items():
            refused = kind in ALWAYS_REFUSED_PARTS
            yield _valid(operation, f"?{name}: {kind}", f"{path}?{name}={odd}", refused=refused)
        yield _valid(operation, f"?{name}: empty", f"{path}?{name}=", refused=False)
        yield _valid(operation, f"?{name} twice", f"{path}?{name}=1&{name}=2", refused=False)
        many = "&".join([f"{name}={CANARY}"] * 2_000)
        yield _valid(operation, f"?{name} 2,000 times", f"{path}?{many}")
        commas = ",".join([CANARY] * 500)
        yield _valid(operation, f"?{name}: 500 values", f"{path}?{name}={commas}")
    for kind in ("NUL", "bad UTF-8", "a lone surrogate", "a long text", "a line break"):
        odd = ODD_PARTS[kind]
        yield _valid(operation, f"an unknown parameter: {kind}", f"{path}?{odd}={odd}")
    yield _valid(operation, "signs without names", f"{path}?=&==&&=%00")


def _on_headers(operation: Operation, path: str) -> Iterator[Attack]:
    for header in ODD_HEADERS:
        name = f"{header[0].decode()}: {header[1][:20]!r}"
        yield _valid(operation, name, path, headers=(header,), refused=False)
    for value in BAD_CREDENTIALS:
        headers = ((b"authorization", value),)
        name = f"authorization: {value[:20]!r}"
        yield _valid(operation, name, path, headers=headers, refused=False)


def _on_size(operation: Operation, path: str, max_body: int) -> Iterator[Attack]:
    """Bodies over the limit. Whoever reads no body need not refuse one."""
    refused = operation.takes_body
    large = b'{"text": "' + CANARY.encode() * (max_body // len(CANARY) + 1) + b'"}'
    told = _with_body(operation, path, "a huge body", large, refused=refused)
    yield told
    yield Attack(
        "a huge body in chunks",
        operation.method,
        path,
        told.headers,
        large,
        refused=refused,
        chunked=True,
    )


def _on_members(operation: Operation, path: str) -> Iterator[Attack]:
    for members in operation.members:
        for refused, values in ((True, REFUSED_VALUES), (False, ODD_VALUES)):
            for name, literal in values.items():
                body = _replaced(operation.body, members, literal)
                label = f"{'.'.join(members)}: {name}"
                yield _with_body(operation, path, label, body, refused=refused)
        bad = _replaced(operation.body, members, '"@"').replace(b"@", b"\xff\xfe")
        yield _with_body(operation, path, f"{'.'.join(members)}: bad UTF-8", bad)


def _replaced(example: Any, members: tuple[str, ...], literal: str) -> bytes:
    """The example as JSON with the member at this place being the literal."""
    whole: Any = {"body": copy.deepcopy(example)}
    above: Any = whole
    step: str | int = "body"
    for name in members:
        inner = above[step]
        if name == "0":
            if not isinstance(inner, list) or not inner:
                above[step] = [{}]
            above, step = above[step], 0
        else:
            if not isinstance(inner, dict):
                above[step] = {}
            above, step = above[step], name
        if isinstance(above, dict):
            above.setdefault(step, None)
    above[step] = "@literal@"
    return json.dumps(whole["body"]).replace('"@literal@"', literal).encode()


def _on_body(operation: Operation, path: str) -> Iterator[Attack]:
    valid = valid_body(operation)
    assert valid is not None
    for name, body in REFUSED_BODIES.items():
        yield _with_body(operation, path, name, body)
    yield Attack("no body", operation.method, path)
    for media_type in REFUSED_TYPES:
        yield _with_body(operation, path, f"sent as {media_type}", valid, media_type)
    for media_type in (f"{JSON}; charset=utf-16", f"{JSON}; charset=\u00ff", "APPLICATION/JSON"):
        label = f"sent as {media_type}"
        yield _with_body(operation, path, label, valid, media_type, refused=False)
    twice = valid[:-1] + b", " + valid[1:]
    yield _with_body(operation, path, "each member twice", twice, refused=False)
