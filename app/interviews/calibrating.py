"""Reading scores by a named curve; the scorer's own score stays as it is."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.access.caller import Caller, Scope
from app.access.errors import KeyNeeded, ScopeMissing
from app.core.models import table_of
from app.interviews.errors import CalibrationNotFound
from app.interviews.models import Calibration
from app.scoring.calibration import Points, calibrated

CALIBRATIONS = table_of(Calibration).c
Curves = Mapping[tuple[str, str], Points]
"""The curve for each scorer and version that has one of the name asked for."""
NO_CURVES: Curves = {}


def find_curves(session: Session, name: str | None, caller: Caller) -> Curves:
    """The curves of a name, for staff; none if no name is given.

    Raises:
        KeyNeeded, ScopeMissing: a candidate asks.
        CalibrationNotFound: no scorer has a curve of this name.
    """
    if name is None:
        return NO_CURVES
    if not caller.may(Scope.INTERVIEWS_RUN):
        raise KeyNeeded if caller.key_id is None else ScopeMissing(Scope.INTERVIEWS_RUN)
    found = session.execute(_NAMED, {"named": name}).all()
    if not found:
        raise CalibrationNotFound
    return {(row.scorer, row.scorer_version): tuple((x, y) for x, y in row.points) for row in found}


_NAMED = select(CALIBRATIONS.scorer, CALIBRATIONS.scorer_version, CALIBRATIONS.points).where(
    CALIBRATIONS.name == bindparam("named")
)


def score_by(curves: Curves, explanation: dict[str, Any] | None) -> float | None:
    """What a stored score comes to by the curve for its scorer, if there is one."""
    if not curves or explanation is None:
        return None
    scorer = explanation["scorer"]
    points = curves.get((scorer["name"], scorer["version"]))
    return None if points is None else calibrated(points, explanation["score"])
