"""The one rule of direction: who may import whom.

`recruiter` stands on `candidates` and `hiring`; those two import nothing of ours; the engines
`recruiter.tiering` and `recruiter.encoder` import neither Django nor Celery, nor each other;
`recruiter.coaching` stands on the encoder alone.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"candidates", "hiring", "recruiter"}
ENGINES = ("recruiter.tiering", "recruiter.encoder")
SERVERS = {"django", "celery", "kombu", "psycopg", "redis"}


def sources(package: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax tree of every module of a package."""
    files = sorted((ROOT / package.replace(".", "/")).rglob("*.py"))
    assert files, f"{package} has no modules"
    for file in files:
        yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    """Dotted names that a module imports, wherever it does so; `from a import b` is `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def offenders(package: str, forbidden: set[str]) -> list[str]:
    """Imports of a package that lie in one of the forbidden packages."""
    return [
        f"{file} imports {name}"
        for file, tree in sources(package)
        for name in imports(tree)
        if any(name == other or name.startswith(f"{other}.") for other in forbidden)
    ]


@pytest.mark.parametrize("app", ["candidates", "hiring"])
def test_the_lower_apps_import_nothing_of_ours(app: str) -> None:
    assert offenders(app, OURS - {app}) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_the_engines_import_no_server_and_nothing_else_of_ours(engine: str) -> None:
    ours = OURS - {"recruiter"} | {
        f"recruiter.{path.stem}"
        for path in (ROOT / "recruiter").iterdir()
        if path.name != engine.split(".")[1]
    }
    assert offenders(engine, SERVERS | ours) == []


def test_the_coach_stands_on_the_encoder_alone() -> None:
    ours = OURS - {"recruiter"} | {
        f"recruiter.{path.stem}"
        for path in (ROOT / "recruiter").iterdir()
        if path.name not in ("coaching", "encoder")
    }
    assert offenders("recruiter.coaching", SERVERS | ours) == []
    assert offenders("recruiter.encoder", {"recruiter.coaching"}) == []


def test_the_project_package_imports_nothing() -> None:
    """Importing an engine runs it first: a Celery line here would drag everything in."""
    tree = ast.parse((ROOT / "recruiter/__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_tiering_has_no_clock_no_chance_and_no_files() -> None:
    plain = {"bisect", "collections", "dataclasses", "enum", "struct", "typing", "zlib"}
    allowed = {*plain, "numpy", "recruiter"}
    for file, tree in sources("recruiter.tiering"):
        assert {name.split(".")[0] for name in imports(tree)} <= allowed, file
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"random", "fromfile", "tofile", "load", "save", "memmap"}, file


@pytest.mark.parametrize("engine", ENGINES)
def test_importing_an_engine_loads_no_server_and_not_the_other_engine(engine: str) -> None:
    other = next(name for name in ENGINES if name != engine)
    program = f"import sys, {engine}; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert engine in loaded
    assert not {name for name in loaded if name.split(".")[0] in SERVERS | OURS - {"recruiter"}}
    assert not {name for name in loaded if name == other or name.startswith(f"{other}.")}


def test_there_is_no_drawer_for_leftovers() -> None:
    names = {"common", "core", "utils", "helpers", "services", "selectors", "signals"}
    for app in sorted(OURS):
        for path in (ROOT / app).rglob("*"):
            assert path.stem not in names, path
