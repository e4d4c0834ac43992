"""Many candidates at once on a real server: no request fails, and no answer is lost or doubled.

These runs are short; `python -m tests.bench.load` makes the long ones.
"""

from pathlib import Path

from tests.bench.ledger import discrepancies
from tests.bench.load import load, load_and_kill

CANDIDATES = 40
SECONDS = 2.0


def test_no_request_fails_and_every_acknowledged_answer_is_stored_once(
    database_url: str, tmp_path: Path
) -> None:
    record = load(tmp_path, database_url, candidates=CANDIDATES, seconds=SECONDS)
    assert record.failures == []
    assert record.completed >= CANDIDATES
    assert record.replayed > 0
    assert record.in_flight == {}
    assert discrepancies(database_url, record) == []


def test_a_killed_service_loses_nothing_acknowledged_and_takes_the_rest_again(
    database_url: str, tmp_path: Path
) -> None:
    record, lost = load_and_kill(tmp_path, database_url, candidates=CANDIDATES, seconds=SECONDS / 2)
    assert record.failures == []
    assert record.acknowledged
    assert lost == []
    assert record.in_flight == {}, "what was in flight at the kill was not taken afterwards"
    assert discrepancies(database_url, record) == []
