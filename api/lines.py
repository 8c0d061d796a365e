"""NDJSON from a stream: one line at a time, never a whole body, never a whole long line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from service.bodies import MOST_BYTES

PIECE: Final = 4096
"""How many bytes are asked of the network at once; the server waits until as many are there."""

_BLANK: Final = b" \t\r\n"


class Stream(Protocol):
    """What a body is read from; it gives nothing at its end."""

    def read(self, size: int, /) -> bytes:
        """Read at most so many bytes."""


def read_lines(stream: Stream, most: int = MOST_BYTES) -> Iterator[tuple[int, bytes | None]]:
    r"""Yield each line with its number from 1, without white space around it.

    A blank line is empty; in the place of a line longer than `most` bytes stands None: it is
    skipped to its end as it comes.

    Example:
        >>> from io import BytesIO
        >>> list(read_lines(BytesIO(b'{"a": 1}\r\n\n[1, 2, 3, 4]\n2'), most=10))
        [(1, b'{"a": 1}'), (2, b''), (3, None), (4, b'2')]
    """
    number, held, skips = 0, b"", False
    while piece := stream.read(PIECE):
        head, *lines = piece.split(b"\n")
        for line in lines:
            number += 1
            whole = held + head
            yield number, None if skips or len(whole) > most else whole.strip(_BLANK)
            held, head, skips = b"", line, False
        held += head
        if len(held) > most:
            held, skips = b"", True
    if held or skips:
        yield number + 1, None if skips else held.strip(_BLANK)
