"""Calls in the README and the pages, made as they are written: what they show is what is answered."""

import json
import re
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from tests.conftest import STAFF

README = (Path(__file__).resolve().parent.parent / "README.md").read_text()
API = "/api/v1"


def shown(number: int) -> list[Any]:
    """The values in the block of JSON that the README's call of this number answers."""
    step = README.partition(f"**{number}. ")[2]
    block = re.findall(r"```json\n(.*?)```", step, flags=re.DOTALL)[0]
    decoder, values, at = json.JSONDecoder(), [], 0
    while block[at:].strip():
        at += len(block[at:]) - len(block[at:].lstrip())
        value, at = decoder.raw_decode(block, at)
        values.append(value)
    return values


def sent(number: int) -> Any:
    """The body that the README's call of this number sends."""
    step = README.partition(f"**{number}. ")[2]
    found = re.search(r"-d '(.*?)'", step)
    assert found is not None
    return json.loads(found[1])


def test_the_four_calls_answer_what_is_shown(client: TestClient) -> None:
    address = re.search(r"curl -s 'localhost:8000(\S+random\S+)'", README)
    assert address is not None
    drawn = client.get(address[1]).json()["items"]
    assert [{name: one[name] for name in ("slug", "title")} for one in drawn] == shown(1)

    interview = client.post(f"{API}/interviews", json=sent(2)).json()
    assert interview["turns"][0]["question"]["title"] == shown(2)[0]["question"]
    path = f"{API}/interviews/{interview['id']}"
    token = {"Authorization": f"Bearer {interview['token']}"}

    answered = client.post(f"{path}/turns/1/answers", json=sent(3), headers=token).json()
    score = answered["score"]
    met = [
        {"text": point["text"], "quote": " ".join(part["quote"] for part in point["evidence"])}
        for point in score["points"]
        if point["met"] == "yes"
    ]
    assert {
        "score": score["score"],
        "verdict": score["verdict"],
        "met": met,
        "missing": len(score["missing"]),
        "next_turn": answered["next_turn"],
    } == shown(3)[0]

    assert client.post(f"{path}/completion", headers=token).status_code == 200
    report = client.get(f"{path}/report", headers=token).json()
    assert {name: report[name] for name in shown(4)[0]} == shown(4)[0]


def test_the_page_on_interviews_says_what_there_is(client: TestClient) -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "interviews.md").read_text()
    paths = client.get("/openapi.json").json()["paths"]
    requests = re.findall(r"^\| `(GET|POST) (/interviews\S*)`", page, flags=re.MULTILINE)
    assert len(requests) == 9
    refusals: set[tuple[str, str]] = set()
    for method, short in requests:
        path = API + short.replace("{id}", "{interview}").replace("{n}", "{position}")
        for status, response in paths[path][method.lower()]["responses"].items():
            examples = response.get("content", {}).get("application/problem+json", {})
            refusals |= {(status, code) for code in examples.get("examples", ())}
    told = set(re.findall(r"^\| (\d{3}) \| `(\w+)`", page, flags=re.MULTILINE))
    assert told
    assert told <= refusals

    draw, interview = re.findall(r"-d '(\{.*\})'", page)
    kept = client.post(f"{API}/draws", json=json.loads(draw), headers=STAFF)
    assert kept.status_code == 201
    body = json.loads(re.sub(r"'\$\(.*?\)'", kept.json()["id"], interview))
    started = client.post(f"{API}/interviews", json=body, headers=STAFF)
    assert (started.status_code, len(started.json()["turns"])) == (201, 5)
