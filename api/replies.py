"""Answers: JSON with exact digits, and the headers that go with all of them."""

from __future__ import annotations

from typing import Final

from flask import Response

from service import json_text

HEADERS: Final = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
)
"""What every answer of this door says: not to be kept, guessed at, framed or scripted."""


def json_reply(plain: object, status: int = 200, media_type: str = "application/json") -> Response:
    """Answer plain data; a `Decimal` keeps its digits."""
    return Response(json_text.encode(plain), status, content_type=media_type)


def json_line(plain: object) -> bytes:
    """Write plain data as one line of NDJSON."""
    return json_text.encode(plain) + b"\n"


def headers(reply: Response) -> Response:
    """Add what every answer of this door says, where the answer does not say otherwise."""
    for name, value in HEADERS:
        reply.headers.setdefault(name, value)
    return reply
