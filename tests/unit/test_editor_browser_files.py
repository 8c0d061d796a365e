"""Libraries of browsers: kept for a year, let in by a word of each answer, absent without harm."""

import json
from pathlib import Path

import pytest
from flask import Flask

from editor import browser_files
from editor.browser_files import library_file, nonce, with_nonce
from editor.shell import POLICY
from tests.parts import ROOT


def test_a_policy_names_a_new_word_only_where_a_page_asked_for_one() -> None:
    app = Flask(__name__)
    with app.app_context():
        assert with_nonce(POLICY) == POLICY
        first = nonce()
        assert nonce() == first
        assert f"style-src 'self' 'nonce-{first}';" in with_nonce(POLICY)
        assert "unsafe" not in with_nonce(POLICY)
    with app.app_context():
        assert nonce() != first


def test_only_files_of_others_are_kept_for_a_year() -> None:
    app = Flask(__name__)
    pages = browser_files.Pages("pages", __name__, static_folder="static")
    with app.app_context():
        assert pages.get_send_file_max_age("vendor/revogrid-4.28.1/index.esm.js") == 31_536_000
        assert not pages.get_send_file_max_age("grid/main.js")


def test_a_library_that_was_not_fetched_has_no_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library_file.cache_clear()
    monkeypatch.setattr(browser_files, "VENDOR", tmp_path)
    try:
        assert library_file("revogrid") == ""
    finally:
        library_file.cache_clear()


def test_the_lock_file_pins_exact_versions_and_names_no_registry() -> None:
    wanted = json.loads((ROOT / "editor/package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((ROOT / "editor/package-lock.json").read_text("utf-8"))["packages"]
    for package, version in wanted.items():
        entry = locked[f"node_modules/{package}"]
        assert entry["version"] == version
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry
