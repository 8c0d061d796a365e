"""durable-rules is used where it was tried and imports, and nowhere else."""

from __future__ import annotations

import re
import sys
import sysconfig

import pytest

from engine.runtimes.durable import is_here
from tests.parts import ROOT, fault

SETTING = "PyEval_CallObject=PyObject_CallObject"


@pytest.mark.needs("durable")
def test_it_is_here() -> None:
    assert is_here()


@pytest.mark.needs("durable")
@pytest.mark.parametrize(
    ("python", "here"),
    [
        ((3, 10, 9), False),
        ((3, 11, 0), True),
        ((3, 12, 9), True),
        ((3, 13, 9), True),
        ((3, 14, 0), False),
        ((4, 11, 0), False),
    ],
)
def test_it_is_used_on_no_other_python(
    monkeypatch: pytest.MonkeyPatch, python: tuple[int, int, int], here: bool
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "version_info", python)
        assert is_here() is here


@pytest.mark.needs("durable")
def test_it_is_not_used_without_the_global_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_config_var", {"Py_GIL_DISABLED": 1}.get)
    assert not is_here()


def test_what_does_not_import_is_not_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)  # importing it then fails
    assert not is_here()


def test_a_part_that_is_here_is_one_that_is_used() -> None:
    assert is_here() == (not fault("durable"))


def test_set_up_builds_it_with_the_name_of_today() -> None:
    """Else the build of 3.13 is installed and does not import; and 3.14 is not tried by set-up."""
    text = (ROOT / ".ci/setup").read_text("utf-8")
    assert re.search(rf'CPPFLAGS="[^"]*-D{SETTING}"', text)
    assert "python_version < '3.14'" in (ROOT / "pyproject.toml").read_text("utf-8")
