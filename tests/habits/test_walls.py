"""The walls between the packages stand: each contract catches what is planted against it."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.parts import ROOT
from tests.tree import PACKAGES, read

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

# Contract, and the modules planted against it; each of these is to be caught, whatever its contract
# catches beside.
PLANTS: dict[str, dict[str, str]] = {
    "layers": {
        "rulesets/planted_low.py": "import engine",
        "engine/planted_low.py": "import storage",
        "storage/planted_low.py": "import service",
        "service/planted_low.py": "import api",
        "editor/planted_beside.py": "from api import planted_beside",
    },
    "front": {"cli/planted.py": "from wsgi import create_app"},
    "pure": {
        "rulesets/planted.py": "from pathlib import Path",
        "engine/planted.py": "def clock() -> object:\n    import time\n    return time",
    },
    "doors-through-service": {
        "api/planted.py": "import engine",
        "cli/planted.py": "import storage",
    },
    "sql": {"service/planted.py": "from sqlalchemy.orm import Session"},
    "http": {"service/planted.py": "from flask import request"},
    "runtimes": {
        "engine/runtimes/planted_one.py": "",
        "engine/runtimes/planted_two.py": "import engine.runtimes.planted_one",
    },
    "acyclic": {
        "service/planted_one.py": "from service import planted_two",
        "service/planted_two.py": "from service import planted_one",
    },
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the packages' Python files to a place where violations may be planted."""
    copy = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            target = copy / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    for name in ("wsgi.py", "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the packages in a folder."""
    chosen = ["--contract", contract] if contract else []
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo", *chosen],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_walls_stand() -> None:
    run = lint(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_contract_has_a_plant() -> None:
    contracts = tomllib.loads(read(Path("pyproject.toml")))["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == PLANTS.keys()


@pytest.mark.slow
@pytest.mark.parametrize("contract", PLANTS)
def test_a_wall_catches_what_is_planted(house: Path, contract: str) -> None:
    for path, source in PLANTS[contract].items():
        (house / path).write_text(f"{source}\n")
    try:
        run = lint(house, contract)
    finally:
        for path in PLANTS[contract]:
            (house / path).unlink()
    assert run.returncode == 1, run.stdout + run.stderr
    assert "1 broken" in run.stdout
    # Cycles are told inside their package.
    told = [each.partition("/")[2] if contract == "acyclic" else each for each in PLANTS[contract]]
    modules = (path.removesuffix(".py").replace("/", ".") for path in told)
    assert [module for module in modules if module not in run.stdout] == []


def test_the_front_speaks_no_sql() -> None:
    # import-linter takes one file for an outsider, so wsgi.py's own imports are read here.
    imported = set()
    for node in ast.walk(ast.parse(read(Path("wsgi.py")))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert not imported & {"alembic", "psycopg", "sqlalchemy", "sqlite3"}
