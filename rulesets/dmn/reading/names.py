"""The names by which DMN and FEEL of each version are known."""

from __future__ import annotations

import re
from collections.abc import Mapping

MODELS: Mapping[str, str] = {
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
"""Namespaces of the versions that are read."""

OTHER_MODELS: Mapping[str, str] = {
    "http://www.omg.org/spec/DMN/20130901": "1.0",
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "https://www.omg.org/spec/DMN/20240513/MODEL/": "1.6",
}
"""Namespaces of versions that are known and not read."""

_DIAGRAM = re.compile(r"https?://www\.omg\.org/spec/DMN/\d{8}/DMNDI/")
_FEEL = re.compile(
    r"feel|https?://www\.omg\.org/spec/(FEEL/20140401|DMN/\d{8}/FEEL)/?", re.IGNORECASE
)


def is_diagram(namespace: str) -> bool:
    """Tell whether a namespace is that of DMN's diagrams, of any version."""
    return _DIAGRAM.fullmatch(namespace) is not None


def is_feel(language: str) -> bool:
    """Tell whether an expression language is FEEL; absent, it is.

    Example:
        >>> is_feel("https://www.omg.org/spec/DMN/20191111/FEEL/"), is_feel("juel")
        (True, False)
    """
    return not language.strip() or _FEEL.fullmatch(language.strip()) is not None
