"""Which characters and words FEEL has: white space, names, keywords, names with spaces.

Numbers of rules are those of OMG DMN 1.5, chapter 10.3.1.2.
"""

from __future__ import annotations

import re
from typing import Final

# Rule 61, with the vertical space of rule 62.
_WHITE: Final = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
# Rule 28, without the white space that lies inside its spans.
_START: Final = (
    "?A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u180d\u180f-\u1fff"
    "\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    "\U00010000-\U000effff"
)
# Rule 29.
_PART: Final = _START + "0-9\xb7\u0300-\u036f\u203f\u2040"

NAME_SYMBOLS: Final = "./-'’+*"
"""What else a name may hold (rule 30); both forms of the apostrophe are in use."""

SPACES: Final = re.compile(f"[{_WHITE}]+")
"""White space alone."""

BLANKS: Final = re.compile(rf"(?:[{_WHITE}]+|//[^\n-\r]*|/\*.*?\*/)+", re.DOTALL)
"""White space and comments; each separates tokens and means nothing else."""

WORD: Final = re.compile(f"[{_START}][{_PART}]*")
"""The beginning of a name (rule 26)."""

NAME_TOKEN: Final = re.compile(f"[{_PART}]+|[{re.escape(NAME_SYMBOLS)}]")
"""One token of a name (rules 27 and 30)."""

INFIX: Final = frozenset(
    {"in", "return", "then", "else", "satisfies", "or", "and", "between", "instance", "of"}
)
"""Words that no expression begins with."""

RESERVED: Final = INFIX | {
    *("for", "if", "some", "every", "function", "external"),
    *("null", "true", "false"),
}
"""Words that no name is, nor begins with unless the whole name is known (10.3.1.4)."""

NAMES_WITH_SPACES: Final = (
    "date and time",
    "years and months duration",
    "days and time duration",
    "string length",
    "upper case",
    "lower case",
    "substring before",
    "substring after",
    "starts with",
    "ends with",
    "string join",
    "list contains",
    "list replace",
    "insert before",
    "index of",
    "distinct values",
    "round up",
    "round down",
    "round half up",
    "round half down",
    "get value",
    "get entries",
    "context put",
    "context merge",
    "day of year",
    "day of week",
    "month of year",
    "week of year",
    "met by",
    "overlaps before",
    "overlaps after",
    "finished by",
    "started by",
)
"""FEEL's own functions and types (10.3.4 and rule 52), always known."""

MEMBERS_WITH_SPACES: Final = ("start included", "end included", "time offset")
"""FEEL's own members of ranges, times and dates (10.3.2.7), always known after a point."""
