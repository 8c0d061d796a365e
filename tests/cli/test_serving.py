"""`fenji serve` in a process of its own, and the README's first decision as typed."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.house import open_house
from service.library import library_texts
from service.rulesets import list_rulesets
from tests.cli.examples import run
from tests.parts import ROOT

pytestmark = pytest.mark.slow
PROGRAM = [sys.executable, "-c", "from cli.main import main; main()", "serve"]


@contextmanager
def serving(
    folder: Path, *options: str, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve in a folder; gives the process and its port, once it says that it is there."""
    port = free_port()
    with subprocess.Popen(
        [*PROGRAM, "--port", str(port), *options],
        cwd=folder,
        env=clean() | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert process.stdout
            for line in process.stdout:
                if f"http://127.0.0.1:{port}/api/docs" in line:
                    break
            else:
                pytest.fail("it ended before it served")
            wait_for(port)
            yield process, port
        finally:
            process.kill()


def clean() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FENJI_")}
    return kept | {"LANG": "C.UTF-8", "LC_ALL": "", "PYTHONPATH": str(ROOT)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        port: int = trial.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    for _ in range(1200):  # the demonstration publishes the library first
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("nothing listens")


def test_the_first_decision_of_the_readme(tmp_path: Path, library_file: Path) -> None:
    # As a second start finds it: to publish the library takes seconds, and has tests of its own.
    (tmp_path / "var").mkdir()
    shutil.copyfile(library_file, tmp_path / "var" / "fenji.db")
    typed = re.search(
        r"^```sh\n(curl .+?)```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert typed
    keys = set()
    for _ in range(2):
        with serving(tmp_path, "--demo") as (process, port):
            command = (
                typed[1]
                .replace("127.0.0.1:8000", f"127.0.0.1:{port}")
                .replace("curl", "curl -s", 1)
            )
            answer = json.loads(
                subprocess.check_output(["sh", "-c", command], cwd=tmp_path, timeout=30)
            )
            assert answer["conclusions"]["geography"] == "local"
            assert answer["conclusions"]["grade"] in {"A", "B", "C", "D"}
            sentences = {each["block"]: each["sentence"]["zh"] for each in answer["fired"]}
            assert sentences["geography"].endswith("地理位置为本地。")
            key = (tmp_path / "var" / "demo-key").read_text("ascii")
            keys.add(key)
            again = urllib.request.Request(
                f"http://127.0.0.1:{port}/api/v1/decisions/{answer['decision']}",
                headers={"Authorization": f"Bearer {key}"},
            )
            with urllib.request.urlopen(again, timeout=10) as found:  # noqa: S310 - ours
                assert json.load(found)["conclusions"] == answer["conclusions"]
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
            assert time.monotonic() - began < 5
    assert len(keys) == 1, "the demonstration key stays valid"
    assert (tmp_path / "var" / "demo-key").stat().st_mode & 0o077 == 0
    house = open_house(f"sqlite:///{tmp_path / 'var' / 'fenji.db'}")
    published = {f"{each.id}.yaml": len(each.versions) for each in list_rulesets(house)}
    assert published == dict.fromkeys(library_texts().keys() - {"customer.yaml"}, 1)


def test_an_open_connection_and_a_taken_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving(tmp_path, FENJI_PAGES="off") as (process, port):
        # Another one of its kind would share the port and get half of the calls.
        second = run("serve", "--port", str(port), "--lang", "zh")
        assert second.exit_code == 4
        assert second.stderr.startswith(
            f"cannot-listen：无法在 127.0.0.1:{port} 上监听：端口已被占用"
        )
        with socket.create_connection(("127.0.0.1", port)) as held:
            held.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert held.recv(1000).startswith(b"HTTP/1.1 200")
            process.send_signal(signal.SIGINT)
            assert process.wait(8) == 0
        assert process.stdout
        assert "Traceback" not in process.stdout.read()
