"""A process with twins: prints their child's number, then waits until its input ends."""

import sys

from tests.service.twins import desk, graded, process_of

if __name__ == "__main__":
    with desk() as at:
        at.twins.prepare(at.shelf.add(graded()))
        sys.stdout.write(f"{process_of(at.twins)}\n")
        sys.stdout.flush()
        sys.stdin.read()
