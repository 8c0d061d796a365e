"""XML into elements: no document types, no entities, no other files, and within limits.

Event by event, so that what is too large is refused before it fills memory. What stands inside
extension elements and elements of foreign namespaces is counted but not kept.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from xml.parsers.expat import errors as expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from rulesets.dmn.model import Place
from rulesets.dmn.reading.names import MODELS
from rulesets.errors import AuthorError, Fault, Word
from rulesets.types import Both

MOST_BYTES = 5_000_000
MOST_ELEMENTS = 200_000
DEEPEST = 64
MOST_ATTRIBUTES = 100
LONGEST_ATTRIBUTE = 10_000
LONGEST_TEXT = 100_000

_CHUNK = 1 << 18
_DECLARED = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]*)["']""")
_NOT_WELL_FORMED = Both("格式不正确", "it is not well-formed")
_PROBLEMS = {
    expat.XML_ERROR_NO_ELEMENTS: Both("没有内容", "it is empty"),
    expat.XML_ERROR_INVALID_TOKEN: Both(
        "有不允许的字符或未转义的 < 或 &", "a character is not allowed, or < or & is not escaped"
    ),
    expat.XML_ERROR_UNCLOSED_TOKEN: Both("标签没有写完", "a tag is not finished"),
    expat.XML_ERROR_TAG_MISMATCH: Both("结束标签与开始标签不符", "an end tag does not match"),
    expat.XML_ERROR_DUPLICATE_ATTRIBUTE: Both("属性重复", "an attribute stands twice"),
    expat.XML_ERROR_UNDEFINED_ENTITY: Both("实体没有定义", "an entity is not defined"),
    expat.XML_ERROR_UNBOUND_PREFIX: Both("前缀没有声明", "a prefix is not declared"),
    expat.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: Both(
        "根元素之后还有内容", "something follows the root element"
    ),
}


@dataclass(slots=True)
class Element:
    """An element as it stands. `place` is filled in by the grammar, from outer to inner.

    `attributes` are those without a namespace; `scope` the prefixes declared, innermost last.
    """

    namespace: str
    name: str
    line: int
    attributes: dict[str, str]
    scope: tuple[dict[str, str], ...]
    children: list[Element] = field(default_factory=list)
    text: str = ""
    place: Place = ()

    def named(self, name: str) -> list[Element]:
        """List the children of a name."""
        return [child for child in self.children if child.name == name]

    def one(self, name: str) -> Element | None:
        """Find the first child of a name."""
        return next((child for child in self.children if child.name == name), None)

    def prefix(self, prefix: str) -> str:
        """Find the namespace that a prefix stands for here; empty when it is not declared."""
        declared = (each[prefix] for each in reversed(self.scope) if prefix in each)
        return next(declared, "")


def read_xml(document: bytes) -> Element:
    """Read a document safely.

    Example:
        >>> read_xml(b"<a><b/></a>").name
        'a'

    Raises:
        AuthorError: not XML, unsafe, or too large.
    """
    if len(document) > MOST_BYTES:
        raise _too_large(Both("字节", "bytes"), MOST_BYTES, ())
    text = _decoded(document)
    builder = _Builder()
    parser = XMLParser(target=builder, forbid_dtd=True)
    builder.expat = parser.parser
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
        parser.close()
    except DefusedXmlException:
        raise _refused("dmn-unsafe-xml", builder.here(), what=_DOCTYPE) from None
    except ParseError as error:
        problem = _PROBLEMS.get(expat.messages[error.code], _NOT_WELL_FORMED)
        line, column = error.position
        place = (("line", line), ("character", column + 1))
        raise _refused("dmn-not-xml", place, problem=problem) from None
    return builder.root[0]


_DOCTYPE = Both("文档类型（DOCTYPE）与实体", "document type (DOCTYPE) or entities")


def _decoded(document: bytes) -> str:
    """Decode by the byte order mark; what the document says of itself must agree."""
    utf16 = document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if utf16 else "utf-8-sig"
    try:
        text = document.decode(encoding)
    except UnicodeDecodeError as error:
        found = Both(
            f"第 {error.start + 1} 个字节不符", f"byte {error.start + 1}, which is neither"
        )
        raise _refused("dmn-encoding", (), found=found) from None
    declared = _DECLARED.match(text[:LONGEST_ATTRIBUTE])
    allowed = ("utf-16", "utf-16le", "utf-16be") if utf16 else ("utf-8",)
    if declared and declared[1].lower() not in allowed:
        raise _refused("dmn-encoding", (("line", 1),), found=f"`{declared[1]}`")
    return text


class _Builder:
    """Takes the parser's events; refuses at the first that goes beyond a limit."""

    def __init__(self) -> None:
        self.expat: object = None
        self.root: list[Element] = []
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._lengths: list[int] = []
        self._scope: tuple[dict[str, str], ...] = ()
        self._scopes: list[tuple[dict[str, str], ...]] = []
        self._declared: dict[str, str] = {}
        self._count = 0
        self._depth = 0
        self._left_out = 0

    def here(self) -> Place:
        """Say the line that is being read."""
        return (("line", getattr(self.expat, "CurrentLineNumber", 1)),)

    def start_ns(self, prefix: str, uri: str) -> None:
        """Note a prefix of the element that begins next."""
        self._declared[prefix or ""] = uri
        if len(self._declared) > MOST_ATTRIBUTES:
            raise _too_large(Both("个属性", "attributes"), MOST_ATTRIBUTES, self.here())
        self._within(uri, LONGEST_ATTRIBUTE)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element, or count one that is not kept."""
        self._count += 1
        self._depth += 1
        if self._count > MOST_ELEMENTS:
            raise _too_large(Both("个元素", "elements"), MOST_ELEMENTS, self.here())
        if self._depth > DEEPEST:
            raise _too_large(Both("层嵌套", "levels of nesting"), DEEPEST, self.here())
        declared, self._declared = self._declared, {}
        if self._left_out:
            self._left_out += 1
            return
        if len(attributes) > MOST_ATTRIBUTES:
            raise _too_large(Both("个属性", "attributes"), MOST_ATTRIBUTES, self.here())
        self._open_element(tag, attributes, declared)

    def _open_element(self, tag: str, attributes: dict[str, str], declared: dict[str, str]) -> None:
        for name, value in attributes.items():
            self._within(name, LONGEST_ATTRIBUTE)
            self._within(value, LONGEST_ATTRIBUTE)
        self._within(tag, LONGEST_ATTRIBUTE)
        self._scopes.append(self._scope)
        if declared:
            self._scope = (*self._scope, declared)
        namespace, _, name = tag.rpartition("}")
        own = {name: value for name, value in attributes.items() if not name.startswith("{")}
        line = int(self.here()[0][1])
        element = Element(namespace.removeprefix("{"), name, line, own, self._scope)
        (self._open[-1].children if self._open else self.root).append(element)
        self._open.append(element)
        self._texts.append([])
        self._lengths.append(0)
        if name == "extensionElements" or element.namespace not in MODELS:
            self._left_out = 1

    def data(self, text: str) -> None:
        """Keep a piece of text."""
        if self._left_out or not self._open:
            return
        self._lengths[-1] += len(text)
        if self._lengths[-1] > LONGEST_TEXT:
            raise _too_large(_CHARACTERS, LONGEST_TEXT, self.here())
        self._texts[-1].append(text)

    def end(self, tag: str) -> None:
        """Close an element."""
        self._depth -= 1
        if self._left_out:
            self._left_out -= 1
            if self._left_out:
                return
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        self._lengths.pop()
        self._scope = self._scopes.pop()

    def pi(self, target: str, data: str) -> None:
        """Refuse the instructions that lead to other files: style sheets, schemas."""
        if target.lower().startswith("xml"):
            what = Both(f"处理指令 `{target}`", f"processing instruction `{target}`")
            raise _refused("dmn-unsafe-xml", self.here(), what=what)

    def close(self) -> None:
        """End of the document; what is open would be the parser's fault to tell."""

    def _within(self, text: str, limit: int) -> None:
        if len(text) > limit:
            raise _too_large(_CHARACTERS, limit, self.here())


_CHARACTERS = Both("个字符的一段文本", "characters in one text")


def _too_large(what: Both, limit: int, place: Place) -> AuthorError:
    return _refused("dmn-too-large", place, what=what, limit=limit)


def _refused(code: str, place: Place, **words: Word) -> AuthorError:
    return AuthorError((Fault(code, place, words),))
