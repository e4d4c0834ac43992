"""Requests that no client library would send, as bytes for a socket."""

_HEAD = b"Host: localhost\r\nConnection: close\r\n"


def _get(target: bytes, headers: bytes = _HEAD) -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + headers + b"\r\n"


def _post(headers: bytes, body: bytes) -> bytes:
    start = b"POST /api/v1/draws HTTP/1.1\r\n" + _HEAD + b"Content-Type: application/json\r\n"
    return start + headers + b"\r\n" + body


_CHUNK = b"10000\r\n" + b"a" * 65_536 + b"\r\n"

REFUSED = {
    "bad UTF-8 in the path": _get(b"/api/v1/questions/%ff%fe"),
    "NUL in the path": _get(b"/api/v1/questions/%00"),
    "bad UTF-8 in the query": _get(b"/api/v1/questions?category=%ff&%ff=%00"),
    "bytes in a key": _get(b"/api/v1/questions", _HEAD + b"Authorization: Bearer \xff\xfe\r\n"),
    "bytes in a media type": (
        b"POST /api/v1/draws HTTP/1.1\r\n"
        + _HEAD
        + b"Content-Type: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}"
    ),
    "an endless body": _post(b"Content-Length: " + b"9" * 15 + b"\r\n", b"{}"),
    "an endless body in chunks": _post(b"Transfer-Encoding: chunked\r\n", _CHUNK * 40),
    "bad UTF-8 in the body": _post(b"Content-Length: 4\r\n", b'"\xff\xfe"'),
    "a star": b"OPTIONS * HTTP/1.1\r\n" + _HEAD + b"\r\n",
    "a method that is known elsewhere": b"PROPFIND /healthz HTTP/1.1\r\n" + _HEAD + b"\r\n",
    "no HTTP": b"\x00\x01\x02\xff\xfe\r\n\r\n",
    "a TLS hello": bytes.fromhex("16030100050100000100") + b"\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": b"GET /healthz HTTP/9.9\r\n" + _HEAD + b"\r\n",
    "an unknown method": b"FROBNICATE /healthz HTTP/1.1\r\n" + _HEAD + b"\r\n",
    "a tunnel": b"CONNECT localhost:443 HTTP/1.1\r\n" + _HEAD + b"\r\n",
    "raw bytes in the path": _get(b"/api/v1/questions/\xff\xfe"),
    "raw NUL in the path": _get(b"/api/v1/questions/\x00"),
    "raw bytes in the query": _get(b"/api/v1/questions?category=\xff\xfe"),
    "a path without end": _get(b"/" + b"a" * 200_000),
    "a header without end": _get(b"/healthz", _HEAD + b"X-Odd: " + b"a" * 200_000),
    "headers without end": _get(b"/healthz", _HEAD + b"X-Odd: a\r\n" * 100_000),
    "NUL in a header": _get(b"/healthz", _HEAD + b"X-Odd: \x00\r\n"),
    "a folded header": _get(b"/healthz", _HEAD + b"X-Odd: 1\r\n 2\r\n"),
    "a blank before the colon": _get(b"/healthz", b"Host : localhost\r\n" + _HEAD),
    "two lengths": _post(b"Content-Length: 2\r\nContent-Length: 3\r\n", b"{}"),
    "a length and chunks": _post(
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"
    ),
    "a negative length": _post(b"Content-Length: -1\r\n", b"{}"),
    "a length of thirty digits": _post(b"Content-Length: " + b"9" * 30 + b"\r\n", b"{}"),
    "a chunk of no size": _post(b"Transfer-Encoding: chunked\r\n", b"zz\r\n{}\r\n0\r\n\r\n"),
    "an unknown transfer encoding": _post(b"Transfer-Encoding: gzip, chunked\r\n", b"{}"),
}
"""What has to be refused, whether it is a request by the rules of HTTP or not."""

HARMLESS = {
    "no host": _get(b"/healthz", b"Connection: close\r\n"),
    "a host that is none": _get(b"/api/v1/questions?limit=1", b"Host: [\r\nConnection: close\r\n"),
    "another host in the target": _get(b"http://other.example/healthz"),
    "bytes in a header": _get(b"/healthz", _HEAD + b"X-Odd: \xff\xfe\r\nX-Request-Id: \xff\r\n"),
    "bytes in a condition": _get(
        b"/api/v1/questions?limit=1", _HEAD + b"If-None-Match: \xff\xfe\r\n"
    ),
    "bytes in a retry key": _post(b"Content-Length: 2\r\nIdempotency-Key: \xff\xfe\r\n", b"{}"),
    "an announced body": _post(b"Content-Length: 2\r\nExpect: 100-continue\r\n", b"{}"),
    "a wish for HTTP/2": _get(b"/healthz", _HEAD + b"Upgrade: h2c\r\n"),
}
"""What is odd and may be answered."""

HEALTHY = _get(b"/readyz")
"""What has to be answered with 200 after all of these."""
