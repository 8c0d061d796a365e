"""Changing the YAML of a document where it differs, and nowhere else.

The text is not laid out anew: the nodes know where they stand in it, and only what says something
else is replaced, so comments, order and layout stay as their author left them.
"""

from __future__ import annotations

from rulesets.documents import nodes
from rulesets.documents.alignment import same
from rulesets.documents.patch import Patch
from rulesets.documents.reader import read
from rulesets.documents.reading import Plain
from rulesets.documents.writer import plain, write
from rulesets.errors import AuthorError
from rulesets.model import Ruleset, Vocabulary

_BOM = "\ufeff"


def rewrite(text: str, document: Vocabulary | Ruleset) -> str:
    r"""Change the YAML text of a document so that it says another, keeping what need not change.

    Raises:
        AuthorError: When the text itself cannot be read.

    Example:
        >>> text = "ruleset: grade # ours\nzone:  UTC\n"
        >>> print(rewrite(text, Ruleset("grade", "Asia/Shanghai")), end="")
        ruleset: grade # ours
        zone:  Asia/Shanghai
    """
    before, after = plain(read(text)), plain(document)
    if same(before, after):
        return text
    changed = patched(text, before, after)
    # A text that cannot be changed in place is written anew: what it says comes before its looks.
    return write(document) if changed is None else changed


def patched(text: str, before: Plain, after: Plain) -> str | None:
    """Change a text in place; None when the result would not say what it should."""
    mark = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    root = nodes.compose(body, spans=True).root
    if root is None:
        return None
    # Keys that say a default stay as they are, unless they do not fit what is said now.
    for defaults_stay in (True, False):
        changed = Patch(body, defaults_stay=defaults_stay).whole(root, before, after)
        if changed is not None and _says(mark + changed, after):
            return mark + changed
    return None


def _says(text: str, after: Plain) -> bool:
    try:
        return same(plain(read(text)), after)
    except AuthorError:
        return False
