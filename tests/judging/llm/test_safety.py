"""What a judge may be asked, where, how often and how much: rules without a network."""

import asyncio
import ipaddress
import json
import threading
import time
from collections.abc import Callable, Sequence
from random import Random

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.judging.llm import failures
from app.judging.llm.addresses import find_addresses, may_connect
from app.judging.llm.asking import Asked, ask
from app.judging.llm.breaker import Breaker
from app.judging.llm.budget import Budget
from app.judging.llm.calling import Caller, pause_of
from app.judging.llm.endpoint import endpoint_at
from app.judging.llm.failures import CallFailed
from app.judging.llm.quotes import LONGEST, find_quote
from app.scoring.scorers import ScoringFailed
from app.scoring.values import Reference

FEW = settings(max_examples=40)


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("https://api.example.com/v1", "https://api.example.com/v1/chat/completions"),
        ("https://api.example.com/v1/", "https://api.example.com/v1/chat/completions"),
        ("https://host/v1/chat/completions", "https://host/v1/chat/completions"),
        ("https://host/v1?api-version=2", "https://host/v1/chat/completions?api-version=2"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/chat/completions"),
        ("http://[::1]:8080", "http://[::1]:8080/chat/completions"),
    ],
)
def test_an_endpoint_is_under_its_base_url(url: str, called: str) -> None:
    assert str(endpoint_at(url).url) == called


def test_a_host_is_looked_up_and_certified_in_ascii() -> None:
    endpoint = endpoint_at("https://bücher.example:8443/v1")
    assert (endpoint.host, endpoint.authority) == (
        "xn--bcher-kva.example",
        "xn--bcher-kva.example:8443",
    )
    assert endpoint_at("http://[::1]:80/v1").host == "::1"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example.com/v1",
        "ftp://api.example.com",
        "file:///etc/passwd",
        "https://",
        "http://api.example.com/v1",
        "http://10.0.0.7/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1.example.com/v1",
        "https://name:password@api.example.com/v1",
        "https://api.example.com/v1#part",
        "https://[::1",
        "https://host:99999999/v1",
        "https://ho\x00st/v1",
    ],
)
def test_what_is_no_safe_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|must)"):
        endpoint_at(url)


FORBIDDEN = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1",
    "2002:808:808::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "2001:db8::1",
    "2001:0:808:808::",
]
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "172.32.0.1",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_inner_addresses_are_not_connected_to(address: str) -> None:
    assert not may_connect(ipaddress.ip_address(address), is_here=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert may_connect(ipaddress.ip_address(address), is_here=False)
    assert not may_connect(ipaddress.ip_address(address), is_here=True)


def resolver(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    return lambda _host, _port: addresses


def resolve(host: str, *addresses: str, is_here: bool = False) -> list[str]:
    return asyncio.run(
        find_addresses(host, 443, is_here=is_here, resolve=resolver(*addresses)),
    )


def test_one_inner_address_among_public_ones_spoils_all() -> None:
    assert resolve("judge.example", "8.8.8.8", "1.1.1.1") == ["8.8.8.8", "1.1.1.1"]
    assert resolve("9.9.9.9") == ["9.9.9.9"], "a literal needs no look-up"
    assert resolve("localhost", "::1", "127.0.0.1", is_here=True) == ["::1", "127.0.0.1"]
    for host, found, is_here in (
        ("judge.example", ("8.8.8.8", "10.0.0.1"), False),
        ("judge.example", ("127.0.0.1",), False),
        ("169.254.169.254", (), False),
        ("localhost", ("127.0.0.1", "8.8.8.8"), True),
    ):
        with pytest.raises(CallFailed) as caught:
            resolve(host, *found, is_here=is_here)
        assert caught.value.reason == failures.FORBIDDEN


def test_a_host_without_an_address_cannot_be_reached() -> None:
    def fails(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such host")

    for look in (fails, resolver(), resolver("nonsense")):
        with pytest.raises(CallFailed) as caught:
            asyncio.run(find_addresses("judge.example", 443, is_here=False, resolve=look))
        assert caught.value.reason == failures.UNREACHABLE


def test_the_connection_goes_to_the_checked_address_under_the_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        if len(sent) == 1:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))

    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    caller = Caller(endpoint_at("https://judge.example:8443/v1"), seconds=1)

    async def call() -> bytes:
        async with caller.client() as client:
            assert client._mounts == {}, "no proxy of the environment"
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            return await caller.post(client, ["2606:4700:4700::1111", "1.1.1.1"], {})

    assert asyncio.run(call()) == b"{}"
    assert [request.url.host for request in sent] == ["2606:4700:4700::1111", "1.1.1.1"]
    assert {request.headers["host"] for request in sent} == {"judge.example:8443"}
    assert {request.extensions["sni_hostname"] for request in sent} == {"judge.example"}


def test_a_look_up_that_hangs_is_not_waited_for() -> None:
    over = threading.Event()

    def hangs(_host: str, _port: int) -> Sequence[str]:
        over.wait(60)
        return ["8.8.8.8"]

    async def find() -> None:
        async with asyncio.timeout(0.05):
            await find_addresses("judge.example", 443, is_here=False, resolve=hangs)

    started = time.monotonic()
    with pytest.raises(TimeoutError):
        asyncio.run(find())
    assert time.monotonic() - started < 30
    over.set()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("7", 7),
        ("0", 1),
        ("999999999999999999999", 3600),
        ("-4", None),
        ("soon", None),
        ("²", None),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600),
    ],
)
def test_a_wait_is_read_and_bounded(header: str | None, seconds: int | None) -> None:
    assert pause_of(header) == seconds


def test_of_several_threads_one_tries_a_judge_that_rested() -> None:
    now = [0.0]
    breaker = Breaker(failures=1, clock=lambda: now[0])
    with pytest.raises(CallFailed), breaker.attempt():
        raise CallFailed("down")
    now[0] = 31
    with pytest.raises(ZeroDivisionError), breaker.attempt():
        _ = 1 / 0
    with breaker.attempt(), pytest.raises(ScoringFailed), breaker.attempt():
        pass
    with breaker.attempt():
        pass


def test_a_rest_grows_to_ten_minutes_and_a_wait_asked_for_is_kept() -> None:
    now = [0.0]
    breaker = Breaker(failures=1, clock=lambda: now[0])
    rests = []
    for _ in range(7):
        with pytest.raises(CallFailed), breaker.attempt():
            raise CallFailed("down")
        with pytest.raises(ScoringFailed) as caught, breaker.attempt():
            pass
        rests.append(caught.value.retry_after)
        now[0] += caught.value.retry_after
    assert rests == [30, 60, 120, 240, 480, 600, 600]
    other = Breaker(clock=lambda: now[0])
    with other.attempt(), pytest.raises(CallFailed), other.attempt():
        raise CallFailed("busy", pause=90)
    with pytest.raises(ScoringFailed) as caught, other.attempt():
        pass
    assert caught.value.retry_after == 90, "a success that began before does not shorten it"


def test_a_budget_comes_back_as_its_window_moves() -> None:
    now = [0.0]
    budget = Budget(4, 1000, clock=lambda: now[0])
    budget.spend(2, 100)
    now[0] = 1800
    budget.spend(2, 100).settle(500)
    with pytest.raises(ScoringFailed) as caught:
        budget.spend(2, 100)
    assert caught.value.retry_after == 1800
    now[0] = 3600
    budget.spend(2, 400)
    now[0] = 7200
    with pytest.raises(ScoringFailed) as caught:
        budget.spend(2, 100)
    assert caught.value.retry_after == 86_400 - 7200
    now[0] = 86_400
    budget.spend(2, 100)
    with pytest.raises(ScoringFailed, match=failures.OVER_BUDGET):
        budget.spend(2, 1001)


@FEW
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5)), max_size=30))
def test_no_hour_ever_holds_more_than_its_budget(steps: list[tuple[int, int]]) -> None:
    now, spent = [0.0], []
    budget = Budget(10, 10**9, clock=lambda: now[0])
    for passed, calls in steps:
        now[0] += passed
        try:
            budget.spend(calls, 1)
        except ScoringFailed as failure:
            now[0] += failure.retry_after
            budget.spend(calls, 1)
        spent.append((now[0], calls))
        hour = [amount for at, amount in spent if at > now[0] - 3540]
        assert sum(hour) <= 10


ANSWER = "A pod\n  holds “containers”; it is\tscheduled as one. 🐳 Réplicas differ."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("scheduled as one", "scheduled as one"),
        ("A pod holds “containers”", "A pod\n  holds “containers”"),
        ("  it is scheduled ", "it is\tscheduled"),
        ("🐳 Réplicas", "🐳 Réplicas"),
        ("a pod", None),
        ('holds "containers"', None),
        ("scheduled … one", None),
        (".*", None),
        (".", None),
        (" ", None),
        ("", None),
        (None, None),
    ],
)
def test_a_quote_is_found_or_not(quote: str | None, found: str | None) -> None:
    evidence = find_quote(quote, ANSWER)
    assert (evidence and evidence.quote) == found
    assert evidence is None or ANSWER[evidence.start : evidence.end] == evidence.quote


@FEW
@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_every_part_of_an_answer_with_a_word_is_a_quote(text: str, start: int, end: int) -> None:
    evidence = find_quote(text[start:end], text)
    if any(character.isalnum() for character in text[start:end]):
        assert evidence is not None
        assert len(evidence.quote) <= LONGEST
    assert evidence is None or text[evidence.start : evidence.end] == evidence.quote


def test_of_a_long_quote_the_beginning_is_shown() -> None:
    evidence = find_quote("word " * 99, "A " + "word " * 120)
    assert evidence is not None
    assert (evidence.start, len(evidence.quote)) == (2, LONGEST)


REFERENCE = Reference("What is a pod?", "Containers scheduled together.")


def parts(asked: Asked) -> str:
    return asked.messages[1]["content"]


@FEW
@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6))
def test_no_text_gets_out_of_its_enclosure(answer: str, points: list[str]) -> None:
    asked = ask(REFERENCE, points, answer, Random(1))
    nonce = parts(asked).split(" ", 3)[2].split("\n")[0]
    assert nonce in asked.messages[0]["content"]
    assert parts(asked).count(f"\nEND ANSWER {nonce}\n") == 1
    listed = parts(asked).partition(f"BEGIN POINTS {nonce}\n")[2]
    lines = listed.partition(f"\nEND POINTS {nonce}")[0].split("\n")
    told = {line["id"]: line["point"] for line in map(json.loads, lines)}
    assert {told[name]: None for name in asked.ids} == dict.fromkeys(points)
    assert told.keys() == {*asked.ids, asked.canary}
    assert told[asked.canary] not in points


def test_no_two_requests_are_alike() -> None:
    asked = [ask(REFERENCE, ["a", "b", "c"], "x") for _ in range(30)]
    assert len({one.messages[0]["content"] for one in asked}) == 30
    assert len({one.canary for one in asked}) == 30
    assert len({tuple(one.ids.values()) for one in asked}) > 1
