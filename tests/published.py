"""The library, published once for a whole run: to certify it takes seconds."""

import fcntl
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from service.house import House, open_house
from service.library import publish_library
from service.settings import Settings
from tests.houses import QUICK, Clock, new_house

LONG_AGO: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""When it was published: a moment in the past is one at which its rulesets are in force."""


def library_file(worker: Path) -> Path:
    """Publish the library, unless another worker of the run did; nobody may write into the file.

    Args:
        worker: the folder of this worker, which stands beside those of the others.
    """

    def publish_all(path: Path) -> None:
        house = new_house(f"sqlite:///{path}", Clock(LONG_AGO))
        publish_library(house)
        house.close()

    run = worker.parent if "PYTEST_XDIST_WORKER" in os.environ else worker
    return once(run, "library", publish_all)


def once(run: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Have a database made once in the folder of a run; other workers wait for it."""
    path, making = run / f"{name}.db", run / f"{name}-making.db"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            making.unlink(missing_ok=True)
            make(making)
            making.rename(path)
    return path


def library_house(
    library: Path, path: Path, clock: Clock | None = None, *, twin: str = "off"
) -> House:
    """Open a house, at a path of its own, in which the library is published."""
    url = f"sqlite:///{shutil.copyfile(library, path)}"
    return open_house(
        Settings(database_url=url, twin=twin), clock=clock or Clock(), passwords=QUICK
    )
