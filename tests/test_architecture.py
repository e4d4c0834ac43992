"""Facts about the whole tree: which way imports point, and that every file says what it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parent.parent / "app"
ROWS = (
    ("core",),
    ("access", "search", "scoring"),
    ("judging",),
    ("questions",),
    ("interchange", "sets"),
    ("interviews",),
    ("statistics",),
    ("web", "mcp", "cli", "ops"),
    ("main", "__main__", "models"),
)
ROW_OF = {package: row for row, packages in enumerate(ROWS) for package in packages}
PURE = (
    "scoring",
    "search/likeness",
    "questions/linting.py",
    "questions/slugs.py",
    "sets/selection.py",
    "interviews/state.py",
    "statistics/formulas.py",
    "interchange/formats",
    "interchange/writers",
)
IMPURE_LIBRARIES = {"fastapi", "starlette", "sqlmodel", "sqlalchemy", "httpx", "pydantic_settings"}
FILES = sorted(APP.rglob("*.py"))


def package_of(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(APP)) for path in paths]


@pytest.mark.parametrize("path", FILES, ids=names(FILES))
def test_imports_point_to_the_same_row_or_one_above(path: Path) -> None:
    package = package_of(path)
    if package == "__init__":
        return
    for module in imported(path):
        parts = module.split(".")
        if parts[0] == "app" and len(parts) > 1:
            assert ROW_OF[parts[1]] <= ROW_OF[package], f"{path.name} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=names(FILES))
def test_a_file_opens_with_a_sentence_that_says_what_it_is(path: Path) -> None:
    sentence = ast.get_docstring(ast.parse(path.read_text())) or ""
    assert sentence.rstrip().endswith("."), "a module docstring is one or more sentences"


PURE_FILES = [
    path for path in FILES if any(str(path.relative_to(APP)).startswith(start) for start in PURE)
]


@pytest.mark.parametrize("path", PURE_FILES, ids=names(PURE_FILES))
def test_pure_files_know_no_framework_and_no_settings(path: Path) -> None:
    for module in imported(path):
        assert module.split(".")[0] not in IMPURE_LIBRARIES
        assert module != "app.core.settings"


def test_routes_leave_sql_to_services() -> None:
    for path in APP.rglob("routes.py"):
        if package_of(path) != "ops":
            assert not any(module.startswith("sqlalchemy") for module in imported(path))


def test_services_know_nothing_of_http() -> None:
    for path in APP.rglob("service.py"):
        assert not any(
            module.split(".")[0] in ("fastapi", "starlette") for module in imported(path)
        )
