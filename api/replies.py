"""Answers: JSON with exact digits, and the headers that go with all of them."""

from __future__ import annotations

from flask import Response

from service import json_text


def json_reply(plain: object, status: int = 200, media_type: str = "application/json") -> Response:
    """Answer plain data; a `Decimal` keeps its digits."""
    return Response(json_text.encode(plain), status, content_type=media_type)


def json_line(plain: object) -> bytes:
    """Write plain data as one line of NDJSON."""
    return json_text.encode(plain) + b"\n"


def headers(reply: Response) -> Response:
    """Add what every answer of this door says: not to be kept, guessed at, framed or scripted."""
    reply.headers.setdefault("Cache-Control", "no-store")
    reply.headers.setdefault("X-Content-Type-Options", "nosniff")
    reply.headers.setdefault(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"
    )
    reply.headers.setdefault("Referrer-Policy", "no-referrer")
    return reply
