"""Run the benchmarks: `python -m benchmarks [NAME…]`, without a name all of them.

A benchmark is a module in this folder with a function ``main()`` that measures, asserts that those
it compares agree, and prints a table.
"""

import importlib
import sys
from pathlib import Path


def names() -> list[str]:
    """List the benchmarks: the modules here whose name has no underscore in front."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


def main(chosen: list[str]) -> int:
    """Run the chosen benchmarks, or all; refuse a name that is none."""
    unknown = set(chosen) - set(names())
    if unknown:
        print(f"expected {', '.join(names()) or 'no name yet'}, found {', '.join(sorted(unknown))}")
        return 2
    for name in chosen or names():
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
