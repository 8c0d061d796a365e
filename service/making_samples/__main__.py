"""Write the file of the sample customers: `python -m service.making_samples`."""

from __future__ import annotations

from pathlib import Path

import rulesets
from service.making_samples.file import made_file


def main() -> None:
    """Write the file into the library."""
    folder = Path(rulesets.__path__[0]) / "library"
    folder.joinpath("samples.jsonl").write_bytes(made_file())


if __name__ == "__main__":
    main()
