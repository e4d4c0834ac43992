"""The documents say what is true: settings, commands and links."""

import re
from pathlib import Path

import pytest

from app.cli.commands import app, keys
from app.core.settings import settings_table
from app.interchange.formats import formats

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def test_the_readme_has_the_table_of_settings() -> None:
    assert settings_table() in README, "run `qbank settings` and put its table into the README"


def test_the_readme_names_every_command() -> None:
    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"| `qbank {name}" in README, name
    listed = "|".join(str(command.name) for command in keys.registered_commands)
    assert f"qbank keys {listed}".replace("|", "\\|") in README


def test_every_format_is_documented() -> None:
    text = (ROOT / "docs" / "formats.md").read_text().casefold()
    assert all(known.name.casefold() in text for known in formats())


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"^```.*?^```", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    prose = re.sub(r"(`+)[^`].*?\1", "", prose)  # an example of a link is none
    for target, anchor in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", prose):
        if not target.startswith(("http://", "https://")):
            linked = path.parent / target if target else path
            assert linked.exists(), target
            assert not anchor or anchor in anchors_of(linked), f"{target}#{anchor}"


def anchors_of(path: Path) -> set[str]:
    """The names by which the headings of a page are linked to, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in headings}


def test_decisions_are_a_page_each() -> None:
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert re.match(r"\d{4}-[a-z0-9-]+\.md", path.name)
        assert len(path.read_text().splitlines()) <= 60
