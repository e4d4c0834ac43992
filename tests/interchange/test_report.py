"""Facts about reports: in pieces, and from a temporary file, they are what they are as a whole."""

import pytest

from app.interchange.formats.spool import Spool
from app.interchange.report import (
    Action,
    FieldChange,
    ImportFile,
    ImportItem,
    ImportReport,
    json_of,
)


@pytest.mark.parametrize("count", [0, 1, 1201])
def test_a_report_in_pieces_is_the_same_json(count: int) -> None:
    change = FieldChange("options", [{"text": "é", "correct": True}], None)
    items = [
        ImportItem(Action.UPDATED, "a.csv", n, n, f"“{n}”", changes=(change,)) for n in range(count)
    ]
    whole = ImportReport.model_construct(
        id="1",
        format="csv",
        dry_run=False,
        written=True,
        summary=dict.fromkeys(Action, 0),
        files=[ImportFile(name="a.csv", format="csv", questions=count)],
        items=items,
    )
    with Spool(items) as waiting:
        kept = whole.model_copy(update={"items": waiting})
        assert b"".join(json_of(kept)) == whole.model_dump_json().encode()
        assert kept.listed() == whole
