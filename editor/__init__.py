"""The door for people: pages in Chinese and English, on Flask, WTForms and Jinja2."""

from __future__ import annotations

from editor.shell import open_pages

__all__ = ["open_pages"]
