"""`fenji account`: the first administrator, and who may sign in beside."""

import socket
from pathlib import Path
from typing import Final

import pytest

from tests.cli.examples import run

PASSWORD: Final = "correct horse battery"  # noqa: S105 - of tests


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FENJI_DATABASE_URL", raising=False)
    return tmp_path


def add(name: str, *roles: str, password: str = PASSWORD) -> str:
    named = [part for role in roles for part in ("--role", role)]
    made = run("account", "add", name, *named, "--password-stdin", given=f"{password}\n")
    assert made.exit_code == 0, made.output
    return made.output


def test_accounts_are_made_changed_and_listed(folder: Path) -> None:
    assert add("张三", "administrator", "analyst") == (
        "made the account 张三: analyst, administrator\n"
    )
    add("Ann", "auditor")
    assert run("account", "list").output == "张三  analyst, administrator\nAnn  auditor\n"
    assert run("account", "role", "ann", "--role", "administrator").output == (
        "Ann is now: administrator\n"
    )
    assert run("account", "disable", "张三", "--lang", "zh").output == "已停用账户 张三\n"
    listed = run("account", "list", "--lang", "zh").output.splitlines()
    assert listed[0].startswith("张三  分析员、管理员  已于 20")
    assert listed[1] == "Ann  管理员"
    last = run("account", "disable", "Ann")
    assert (last.exit_code, last.stderr.partition(":")[0]) == (3, "last-administrator")
    assert run("account", "enable", "张三").exit_code == 0
    new = run("account", "password", "ann", "--password-stdin", given="another horse battery")
    assert new.exit_code == 0
    for file in (folder / "var").iterdir():
        assert PASSWORD.encode() not in file.read_bytes()
    assert (folder / "var" / "fenji.db").stat().st_mode & 0o077 == 0


def test_a_password_is_never_an_argument_and_never_shown() -> None:
    wrong = run("account", "add", "a", "--role", "analyst", PASSWORD)
    assert wrong.exit_code == 2
    without = run("account", "add", "a", "--role", "analyst", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert without.exit_code == 2
    assert "--password-stdin" in without.output
    short = run("account", "add", "a", "--role", "analyst", "--password-stdin", given="geheim\n")
    empty = run("account", "add", "a", "--role", "analyst", "--password-stdin", given="")
    assert empty.stderr.startswith("bad-password-length")
    assert short.exit_code == 3
    assert "geheim" not in short.output


def test_pages_go_beyond_this_machine_with_an_administrator_and_a_secret_key_only() -> None:
    beyond = ("serve", "--host", "192.0.2.7")

    def refused(**environment: str) -> str:
        result = run(*beyond, **environment)
        assert result.exit_code == 4
        return result.stderr.partition(":")[0]

    assert refused() == "pages-beyond-loopback"
    add("ben", "analyst")
    assert refused() == "pages-beyond-loopback"
    add("ann", "administrator")
    # The next thing that stands in the way: this machine does not have the address.
    assert refused() == "cannot-listen"
    assert run(*beyond, "--demo").stderr.startswith("demo-beyond-loopback")


def test_production_asks_for_a_secret_key(folder: Path) -> None:
    for language in ("zh", "en"):
        result = run("serve", "--port", "1", "--lang", language, FENJI_PRODUCTION="on")
        assert result.exit_code == 4
    free = run("serve", "--port", str(_free_port()), FENJI_PRODUCTION="on")
    assert free.stderr.startswith("secret-key-needed")
    assert not (folder / "var").exists()
    assert run("serve", FENJI_PRODUCTION="yes").stderr.startswith("bad-setting")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        port: int = trial.getsockname()[1]
        return port
