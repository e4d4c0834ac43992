"""Imports over HTTP: what is sent in which way, what is told, and what is in the bank then."""

import io
import json
import zipfile
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlmodel import col

from app.access import service as access
from app.access.caller import Scope
from app.core.database import Database
from app.core.settings import Settings
from app.interchange.models import ImportRun
from app.interchange.uploads import MOST_FILES
from app.main import create_app
from app.questions.models import Question
from tests.conftest import ADMIN_KEY, STAFF, START

IMPORTS = "/api/v1/imports"
MARKDOWN = b"## What is a frobnicator?\n\nIt frobnicates.\n\n## What is a widget?\n\nA thing.\n"
CSV = b"question,answer,category\nWhat is a gadget?,Something useful.,things\n"
BAD_CSV = CSV + b"What is bad?,All.," + b"x" * 300 + b"\n"
NOTHING = {
    "created": 0, "updated": 0, "unchanged": 0, "duplicate": 0, "conflict": 0, "skipped": 0,
    "failed": 0,
}  # fmt: skip


def send(
    client: TestClient, body: bytes, media_type: str | None = "text/markdown", **query: Any
) -> httpx2.Response:
    headers = STAFF if media_type is None else STAFF | {"Content-Type": media_type}
    return client.post(IMPORTS, content=body, headers=headers, params=query)


def send_form(client: TestClient, *parts: Any, **query: Any) -> httpx2.Response:
    return client.post(IMPORTS, files=list(parts), headers=STAFF, params=query)


def zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()


def count(db: Database) -> int:
    with db.read() as session:
        return int(session.execute(select(func.count(col(Question.id)))).scalar_one())


def runs(db: Database) -> int:
    with db.read() as session:
        return int(session.execute(select(func.count(col(ImportRun.id)))).scalar_one())


def problem(reply: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = reply.json()
    assert told["code"] == code
    return told


def test_a_markdown_body_is_imported_and_found(client: TestClient, db: Database) -> None:
    before = count(db)
    reply = send(client, MARKDOWN)
    assert reply.status_code == 201
    report = reply.json()
    assert report["format"] == "markdown"
    assert (report["written"], report["dry_run"]) == (True, False)
    assert report["summary"] == NOTHING | {"created": 2}
    first = report["items"][0]
    assert (first["action"], first["title"]) == ("created", "What is a frobnicator?")
    assert (first["line_start"], first["line_end"]) == (1, 3)
    assert count(db) == before + 2
    found = client.get(f"/api/v1/questions/{first['slug']}", headers=STAFF).json()
    assert found["answer"] == "It frobnicates."
    assert reply.headers["location"] == f"{IMPORTS}/{report['id']}"
    read = client.get(reply.headers["location"], headers=STAFF).json()
    assert read["summary"] == report["summary"]
    assert (read["id"], read["format"], read["source"]) == (report["id"], "markdown", "import")


def test_a_second_import_changes_nothing(client: TestClient, db: Database) -> None:
    send(client, MARKDOWN, filename="bank.md")
    before = count(db)
    again = send(client, MARKDOWN, filename="bank.md")
    assert again.status_code == 201
    assert again.json()["summary"] == NOTHING | {"unchanged": 2}
    assert count(db) == before


def test_an_edited_file_tells_what_changed(client: TestClient) -> None:
    send(client, MARKDOWN, filename="bank.md")
    report = send(client, MARKDOWN.replace(b"A thing", b"A part"), filename="bank.md").json()
    assert report["summary"] == NOTHING | {"updated": 1, "unchanged": 1}
    changes = report["items"][1]["changes"]
    assert {"field": "answer", "before": "A thing.", "after": "A part."} in changes


@pytest.mark.parametrize("media_type", [None, "text/plain; charset=utf-8", "*/*", ";;="])
def test_without_a_name_or_a_type_the_content_decides(
    client: TestClient, media_type: str | None
) -> None:
    assert send(client, MARKDOWN, media_type).json()["format"] == "markdown"
    assert send(client, b'[{"question": "What?"}]', media_type).json()["format"] == "json"


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({}, {"filename": "bank.csv"}),
        ({"Content-Disposition": 'attachment; filename="bank.csv"'}, {}),
        ({"Content-Disposition": "attachment; filename*=UTF-8''b%C3%A4nk.csv"}, {}),
        ({"Content-Type": "text/csv; charset=utf-8"}, {}),
        ({"Content-Type": "application/octet-stream"}, {"format": "csv"}),
        ({"Content-Type": "application/x-www-form-urlencoded"}, {"filename": "bank.csv"}),
    ],
)
def test_the_format_is_known_by_name_by_type_or_by_being_told(
    client: TestClient, headers: dict[str, str], query: dict[str, str]
) -> None:
    reply = client.post(IMPORTS, content=CSV, headers=STAFF | headers, params=query)
    assert reply.status_code == 201, reply.text
    assert reply.json()["format"] == "csv"
    item = reply.json()["items"][0]
    assert (item["action"], item["title"]) == ("created", "What is a gadget?")


def test_a_form_brings_several_files_and_a_profile(client: TestClient) -> None:
    reply = send_form(
        client,
        ("files", ("one.md", MARKDOWN, "text/markdown")),
        ("files", ("two.csv", CSV, "text/csv")),
        ("profile", (None, "difficulty: hard\ntags: [sent]\n")),
    )
    assert reply.status_code == 201, reply.text
    report = reply.json()
    assert report["format"] == "several"
    assert [(one["name"], one["questions"]) for one in report["files"]] == [
        ("one.md", 2),
        ("two.csv", 1),
    ]
    for item in report["items"]:
        found = client.get(f"/api/v1/questions/{item['slug']}", headers=STAFF).json()
        assert (found["difficulty"], found["tags"]) == ("hard", ["sent"])


def test_a_form_is_known_again_as_a_zip_of_the_same_folder(client: TestClient) -> None:
    files = {
        "bank/a.csv": CSV,
        "bank/q/one.json": b'{"difficulty": "hard"}',
        "bank/q/one.md": b"# What is a dowel?\n\nA pin.\n",
    }
    assert send(client, zipped(files), "application/zip").status_code == 201
    parts = [("files", (name, data, "text/plain")) for name, data in files.items()]
    summary = send_form(client, *parts).json()["summary"]
    assert {action: count for action, count in summary.items() if count} == {
        "unchanged": 2,
        "skipped": 1,
    }


def test_a_profile_may_be_a_file_of_the_form(client: TestClient) -> None:
    profile = ("profile", ("bank.profile.yaml", b"category: sent\n", "application/yaml"))
    reply = send_form(client, ("files", ("one.md", MARKDOWN)), profile)
    assert reply.json()["summary"]["created"] == 2
    slug = reply.json()["items"][0]["slug"]
    assert client.get(f"/api/v1/questions/{slug}").json()["category"] == "sent"


def test_files_of_one_name_in_a_form_are_told_apart_by_their_folders(client: TestClient) -> None:
    parts = [("files", (f"{name}/README.md", f"## What is {name}?\n\nIt.\n")) for name in "ab"]
    first = send_form(client, *parts).json()
    assert [item["file"] for item in first["items"]] == ["a/README.md", "b/README.md"]
    again = send_form(client, *reversed(parts)).json()
    assert again["summary"] == NOTHING | {"unchanged": 2}


def test_a_side_car_in_a_form_goes_with_its_file(client: TestClient) -> None:
    reply = send_form(
        client,
        ("files", ("probe.json", b'{"difficulty": "hard", "tags": ["beside"]}')),
        ("files", ("probe.md", b"# What is a probe of this kind?\n\nA check.\n")),
    )
    items = reply.json()["items"]
    assert [item["action"] for item in items] == ["created", "skipped"]
    found = client.get(f"/api/v1/questions/{items[0]['slug']}").json()
    assert (found["difficulty"], found["tags"]) == ("hard", ["beside"])


def test_a_zip_is_a_folder_of_files(client: TestClient) -> None:
    archive = zipped(
        {"bank/one.md": MARKDOWN, "bank/two.csv": CSV, "bank/LICENSE.md": b"x", "../out.md": b"x"}
    )
    reply = send(client, archive, "application/zip")
    assert reply.status_code == 201, reply.text
    report = reply.json()
    assert report["summary"] == NOTHING | {"created": 3, "skipped": 2}
    reasons = {item["file"]: item["reason"] for item in report["items"]}
    assert reasons["../out.md"] == "its name leads out of the archive"
    assert send(client, archive, "application/zip").json()["summary"]["unchanged"] == 3


@pytest.mark.parametrize(("name", "read_as"), [("qti", "qti"), ("apkg", "apkg"), ("xlsx", "xlsx")])
def test_a_zip_that_is_a_format_is_read_as_that(
    client: TestClient, name: str, read_as: str
) -> None:
    exported = client.get("/api/v1/exports", params={"format": name}, headers=STAFF)
    reply = send(client, exported.content, "application/zip", dry_run=True)
    assert reply.status_code == 200, reply.text
    assert reply.json()["format"] == read_as
    assert reply.json()["files"][0]["questions"] == 14


def test_a_dry_run_tells_the_same_and_writes_nothing(client: TestClient, db: Database) -> None:
    before = count(db), runs(db)
    dry = send(client, MARKDOWN, dry_run="true")
    assert dry.status_code == 200
    assert "location" not in dry.headers
    assert (count(db), runs(db)) == before
    wet = send(client, MARKDOWN)
    same = ("format", "summary", "files", "items")
    assert {key: dry.json()[key] for key in same} == {key: wet.json()[key] for key in same}
    assert (dry.json()["dry_run"], dry.json()["written"]) == (True, False)


def test_a_refused_import_writes_nothing_and_tells_all(client: TestClient, db: Database) -> None:
    before = count(db), runs(db)
    told = problem(send(client, BAD_CSV, "text/csv"), 422, "import_refused")
    assert told["report"]["summary"] == NOTHING | {"created": 1, "failed": 1}
    assert told["report"]["written"] is False
    failed = told["report"]["items"][1]
    assert failed["errors"][0].startswith("category: at most 200 characters")
    assert (failed["line_start"], failed["line_end"]) == (3, 3)
    assert (count(db), runs(db)) == before
    dry = send(client, BAD_CSV, "text/csv", dry_run="true")
    assert dry.status_code == 200
    assert dry.json()["items"] == told["report"]["items"]


def test_a_partial_import_keeps_the_good(client: TestClient, db: Database) -> None:
    before = count(db)
    reply = send(client, BAD_CSV, "text/csv", mode="partial")
    assert reply.status_code == 201
    assert reply.json()["summary"] == NOTHING | {"created": 1, "failed": 1}
    assert count(db) == before + 1


def test_a_conflict_is_told_or_settled_as_asked(client: TestClient) -> None:
    head = b"slug,question,answer,category\n"
    made = send(client, head + b"q,Q?,A.,c\n", "text/csv").json()["items"][0]
    changed = client.patch(
        f"/api/v1/questions/{made['slug']}",
        json={"answer": "By staff."},
        headers=STAFF | {"If-Match": "*"},
    )
    assert changed.status_code == 200
    new = head + b"q,Q?,By the file.,c\n"
    assert send(client, new, "text/csv").json()["items"][0]["action"] == "conflict"
    settled = send(client, new, "text/csv", on_conflict="theirs").json()["items"][0]
    assert settled["action"] == "updated"
    found = client.get("/api/v1/questions/q", headers=STAFF).json()
    assert found["answer"] == "By the file."


def test_a_repeated_key_gets_the_first_answer(client: TestClient, db: Database) -> None:
    def keyed(key: str, **query: str) -> httpx2.Response:
        # Each try marks off the parts of the form in its own way.
        return client.post(
            IMPORTS,
            files=[("files", ("bank.md", MARKDOWN))],
            headers=STAFF | {"Idempotency-Key": key},
            params=query,
        )

    first = keyed("a-key")
    assert first.status_code == 201
    after = count(db)
    again = keyed("a-key")
    assert again.status_code == 201
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert again.json() == first.json()
    assert count(db) == after
    problem(keyed("a-key", dry_run="true"), 422, "idempotency_key_reused")


def test_a_refusal_is_not_kept_under_its_key(client: TestClient, db: Database) -> None:
    headers = STAFF | {"Idempotency-Key": "once-more", "Content-Type": "text/csv"}
    before = count(db), runs(db)
    for _ in range(2):
        reply = client.post(IMPORTS, content=BAD_CSV, headers=headers)
        problem(reply, 422, "import_refused")
        assert "idempotency-replayed" not in reply.headers
    assert (count(db), runs(db)) == before


def test_imports_are_listed_newest_first_and_paged(client: TestClient) -> None:
    made = [
        send(client, MARKDOWN, filename=f"{number}.md", allow_duplicates="true").json()["id"]
        for number in range(3)
    ]
    page = client.get(IMPORTS, params={"limit": 2}, headers=STAFF).json()
    assert [one["id"] for one in page["items"]] == [made[2], made[1]]
    assert page["items"][0]["source"] == "2.md"
    assert page["items"][0]["created_at"].startswith("2026-03-01T12:00:00")
    rest = client.get(
        IMPORTS, params={"limit": 2, "cursor": page["next_cursor"]}, headers=STAFF
    ).json()
    # The last one is of the bundled document.
    assert rest["items"][0]["id"] == made[0]
    assert len(rest["items"]) == 2
    assert rest["next_cursor"] is None
    problem(client.get(IMPORTS, params={"cursor": "x"}, headers=STAFF), 422, "invalid_cursor")
    problem(client.get(f"{IMPORTS}/none", headers=STAFF), 404, "import_not_found")


def test_only_who_may_write_questions_imports(client: TestClient, db: Database) -> None:
    before = count(db)
    problem(client.post(IMPORTS, content=MARKDOWN), 401, "key_needed")
    with db.write() as session:
        key = access.create_key(session, name="r", scopes=[Scope.QUESTIONS_READ], now=START)[1]
    headers = {"Authorization": f"Bearer {key}"}
    problem(client.post(IMPORTS, content=MARKDOWN, headers=headers), 403, "scope_missing")
    assert client.get(IMPORTS, headers=headers).status_code == 200
    assert count(db) == before


def test_an_unknown_format_is_refused_with_those_there_are(client: TestClient) -> None:
    told = problem(send(client, MARKDOWN, format="docx"), 422, "invalid")
    assert told["errors"][0]["pointer"] == "query/format"
    assert "markdown" in told["errors"][0]["message"]
    assert "docx" not in told["errors"][0]["message"]


def test_what_no_format_reads_is_refused_with_its_name(client: TestClient) -> None:
    told = problem(send(client, b"\x89PNG\r\n\x1a\n\x00", "image/png"), 422, "import_refused")
    assert told["report"]["items"][0]["action"] == "failed"


@pytest.mark.parametrize("media_type", ["text/csv", None])
def test_an_empty_body_is_refused(client: TestClient, media_type: str | None) -> None:
    told = problem(send(client, b"", media_type), 422, "invalid")
    assert told["errors"][0]["code"] == "no_file"


@pytest.mark.parametrize("in_pieces", [False, True])
def test_a_body_over_the_limit_is_refused(
    db: Database, settings: Settings, in_pieces: bool
) -> None:
    small = settings.model_copy(update={"max_import_bytes": 1024, "max_body_bytes": 4096})
    large = b"## What?\n\nThis.\n" * 100
    with TestClient(create_app(small, db=db)) as client:
        content: Any = iter([large[:500], large[500:]]) if in_pieces else large
        problem(client.post(IMPORTS, content=content, headers=STAFF), 413, "content_too_large")
        assert send(client, large[:480]).status_code == 201


def test_a_body_may_be_larger_than_those_of_other_operations(
    db: Database, settings: Settings
) -> None:
    small = settings.model_copy(update={"max_body_bytes": 1024})
    rows = b"".join(b"What is number %d?,%s,n\n" % (n, b"long " * 100) for n in range(3))
    body = b"question,answer,category\n" + rows
    assert len(body) > small.max_body_bytes
    with TestClient(create_app(small, db=db)) as client:
        assert send(client, body, "text/csv").json()["summary"]["created"] == 3


HEADER = b'--b\r\nContent-Disposition: form-data; name="files"; filename="one.md"\r\n\r\n'
BROKEN_FORMS = {
    "no boundary": ("multipart/form-data", HEADER + MARKDOWN + b"\r\n--b--\r\n"),
    "an empty boundary": ("multipart/form-data; boundary=", b"----\r\n"),
    "another boundary": ("multipart/form-data; boundary=c", HEADER + MARKDOWN + b"\r\n--b--\r\n"),
    "a part cut short": ("multipart/form-data; boundary=b", HEADER + MARKDOWN),
    "no last boundary": ("multipart/form-data; boundary=b", HEADER + MARKDOWN + b"\r\n--b\r\n"),
    "no headers": ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--\r\n"),
    "no name": (
        "multipart/form-data; boundary=b",
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
    ),
    "a bad header": ("multipart/form-data; boundary=b", b"--b\r\n\x00\xff: \r\n\r\nx\r\n--b--\r\n"),
    "bad base64": (
        "multipart/form-data; boundary=b",
        HEADER[:-2] + b"Content-Transfer-Encoding: base64\r\n\r\n!\xff!\r\n--b--\r\n",
    ),
    "an unknown encoding": (
        "multipart/form-data; boundary=b",
        HEADER[:-2] + b"Content-Transfer-Encoding: rot13\r\n\r\nx\r\n--b--\r\n",
    ),
    "no multipart at all": ("multipart/form-data; boundary=b", MARKDOWN),
    "nothing but zeros": ("multipart/form-data; boundary=b", b"\x00" * 1000),
}


@pytest.mark.parametrize(("media_type", "body"), BROKEN_FORMS.values(), ids=list(BROKEN_FORMS))
def test_a_broken_form_is_refused(
    client: TestClient, db: Database, media_type: str, body: bytes
) -> None:
    before = count(db)
    problem(send(client, body, media_type), 400, "malformed_request")
    assert count(db) == before


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([("profile", (None, "category: x\n"))], "no_file"),
        ([("files", (None, "text"))], "unknown_part"),
        ([("profile", (None, "a: x\n")), ("files", ("a.md", MARKDOWN))], "bad_profile"),
        ([("profile", (None, "{")), ("files", ("a.md", MARKDOWN))], "bad_profile"),
        (
            [("profile", (None, "")), ("profile", (None, "")), ("f", ("a.md", b"x"))],
            "repeated_part",
        ),
        ([("files", ("a" * 201, MARKDOWN))], "string_too_long"),
    ],
)
def test_a_form_with_the_wrong_parts_is_refused(
    client: TestClient, parts: list[Any], code: str
) -> None:
    told = problem(send_form(client, *parts), 422, "invalid")
    assert told["errors"][0]["code"] == code


def test_a_form_of_very_many_files_is_refused(client: TestClient, db: Database) -> None:
    before = count(db)
    parts = [("f", (f"{number}.md", b"## What?\n")) for number in range(MOST_FILES + 1)]
    told = problem(send_form(client, *parts), 422, "invalid")
    assert told["errors"][0]["code"] == "too_many_files"
    assert count(db) == before


def test_an_input_of_a_page_that_was_left_empty_is_no_file(client: TestClient) -> None:
    left = HEADER.replace(b"one.md", b"") + b"\r\n--b--\r\n"
    told = problem(send(client, left, "multipart/form-data; boundary=b"), 422, "invalid")
    assert told["errors"][0]["code"] == "no_file"


def test_a_form_in_base64_is_read(client: TestClient) -> None:
    body = (
        HEADER[:-2]
        + b"Content-Transfer-Encoding: base64\r\n\r\nIyMgV2hhdD8KClRoaXMuCg==\r\n--b--\r\n"
    )
    reply = send(client, body, "multipart/form-data; boundary=b")
    assert reply.json()["items"][0]["title"] == "What?"


def test_other_multipart_and_compressed_bodies_are_refused(client: TestClient) -> None:
    reply = send(client, MARKDOWN, "multipart/mixed; boundary=b")
    problem(reply, 415, "unsupported_media_type")
    packed = client.post(IMPORTS, content=MARKDOWN, headers=STAFF | {"Content-Encoding": "gzip"})
    problem(packed, 415, "unsupported_media_type")


LYING = zipped({"a.md": MARKDOWN, "b.md": CSV})
BAD_FILES = {
    "NUL in Markdown": ("bank.md", MARKDOWN.replace(b"It", b"I\x00t")),
    "NUL in CSV": ("bank.csv", CSV.replace(b"gadget", b"gad\x00get")),
    "NUL in JSON": ("bank.json", json.dumps([{"question": "What\x00?"}]).encode()),
    "a lone surrogate": ("bank.json", rb'[{"question": "What \ud800?", "\udc00": "\ud800"}]'),
    "a zip cut short": ("bank.zip", LYING[: len(LYING) // 2]),
    "a zip of nothing but its start": ("bank.zip", b"PK\x03\x04"),
    "a zip with a wrong checksum": ("bank.zip", LYING.replace(MARKDOWN[:2], b"@@", 1)),
    "a zip whose files are elsewhere": (
        "bank.zip", LYING[:10] + b"\xff" * 20 + LYING[30:]
    ),
    "a workbook that is none": ("bank.xlsx", zipped({"xl/workbook.xml": b"<a"})),
    "a deck that is none": ("bank.apkg", zipped({"collection.anki2": b"no database"})),
    "a package that is none": ("bank.zip", zipped({"imsmanifest.xml": b"<!DOCTYPE a [<!ENTITY"})),
    "entities": ("bank.xml", b'<!DOCTYPE q [<!ENTITY a "x">]><quiz>&a;</quiz>'),
    "YAML tags": ("bank.yaml", b"- question: !!python/object/apply:os.getcwd []\n"),
    "deep JSON": ("bank.json", b"[" * 100_000),
    "deep YAML": ("bank.yaml", b"[" * 5_000),
    "nothing but zeros": (None, b"\x00" * 1000),
    "nothing but blanks": ("bank.md", b" \n\t "),
}  # fmt: skip


@pytest.mark.parametrize("keyed", [False, True])
@pytest.mark.parametrize(("name", "body"), BAD_FILES.values(), ids=list(BAD_FILES))
def test_bad_files_are_told_of_and_break_nothing(
    client: TestClient, name: str | None, body: bytes, keyed: bool
) -> None:
    query = {} if name is None else {"filename": name}
    headers = STAFF | ({"Idempotency-Key": "k"} if keyed else {})
    reply = client.post(IMPORTS, content=body, headers=headers, params=query)
    if reply.status_code == 422:
        report = problem(reply, 422, "import_refused")["report"]
        assert report["summary"]["failed"] >= 1
        told = [item["errors"] for item in report["items"] if item["action"] == "failed"]
        assert all(told)
    else:
        # What can be read past the oddity is; what cannot is in the report.
        assert reply.status_code == 201, reply.text
        assert reply.json()["items"]
    assert client.get("/readyz").status_code == 200


def test_a_bad_file_among_good_ones_is_left_out_of_a_partial_import(
    client: TestClient, db: Database
) -> None:
    before = count(db)
    reply = send_form(
        client,
        ("files", ("cut.zip", LYING[: len(LYING) // 2])),
        ("files", ("good.csv", CSV)),
        mode="partial",
    )
    assert reply.status_code == 201
    assert [(i["file"], i["action"]) for i in reply.json()["items"]] == [
        ("cut.zip", "failed"),
        ("good.csv", "created"),
    ]
    assert count(db) == before + 1


@pytest.mark.parametrize(
    "header",
    ["", ";", "attachment", "attachment; filename=", "a; filename*=x", "a; filename*=\x00''%00",
     "a; filename*=none''%FF", 'a; filename="', "a; filename*0*=utf-8''%00; filename*1=x"],
)  # fmt: skip
def test_odd_dispositions_break_nothing(client: TestClient, header: str) -> None:
    headers = STAFF | {"Content-Type": "text/csv", "Content-Disposition": header}
    reply = client.post(IMPORTS, content=CSV, headers=headers)
    assert reply.status_code == 201 or problem(reply, 422, "invalid")


def test_a_name_cannot_lead_anywhere(client: TestClient) -> None:
    report = send(client, CSV, None, filename="../../etc\\passwd.csv").json()
    assert report["items"][0]["file"] == "etc/passwd.csv"


def test_unknown_and_repeated_parameters_are_refused(client: TestClient) -> None:
    problem(send(client, CSV, surprise="1"), 422, "invalid")
    twice = client.post(f"{IMPORTS}?mode=partial&mode=atomic", content=CSV, headers=STAFF)
    problem(twice, 422, "invalid")
    problem(send_form(client, ("f", ("a.csv", CSV)), filename="a.csv"), 422, "invalid")
    assert ADMIN_KEY not in twice.text
