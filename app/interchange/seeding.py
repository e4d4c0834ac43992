"""Loads the bundled documents into a bank that has never had them."""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from app.interchange.formats import guess
from app.interchange.formats.profile import Profile, load_profile
from app.interchange.report import Action
from app.interchange.service import import_file, was_imported

PROFILE_SUFFIX = ".profile.yaml"


def seed_bank(session: Session, folder: Path, now: datetime) -> int:
    """Import each document of the folder that was not imported before, with the profile that
    lies beside it, and return how many questions that made. What was edited, retired or
    deleted since stays so: the same file is never read into the same bank twice."""
    created = 0
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.endswith(PROFILE_SUFFIX):
            continue
        data = path.read_bytes()
        if was_imported(session, data):
            continue
        report = import_file(
            session,
            data,
            source=path.stem,
            file_format=guess(path.name, None, data),
            profile=_profile_beside(path),
            now=now,
        )
        created += report.summary[Action.CREATED]
    return created


def _profile_beside(path: Path) -> Profile:
    beside = path.with_name(path.stem + PROFILE_SUFFIX)
    return load_profile(beside.read_bytes()) if beside.exists() else Profile()
