"""Hostile and damaged DMN: refused, never followed, never a crash, within memory."""

import copy
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from rulesets.dmn.reading import read_dmn
from rulesets.errors import AuthorError, Fault

pytestmark = pytest.mark.slow  # many small rounds: together they take seconds

SAMPLE = (Path(__file__).parent / "dmn_sample.dmn").read_bytes()
DMN15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"
START = f'<definitions xmlns="{DMN15}" name="L" namespace="urn:l">'
END = "</definitions>"
ATTRIBUTES = " ".join(f"a{number}=''" for number in range(101))
PREFIXES = " ".join(f"xmlns:a{number}='u'" for number in range(101))
LAUGHS = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))


def refused(text: bytes) -> Fault:
    with pytest.raises(AuthorError) as caught:
        read_dmn(text)
    assert all(
        fault.message(language) for fault in caught.value.faults for language in ("zh", "en")
    )
    return caught.value.faults[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>{START}&l9;{END}', "dmn-unsafe-xml"),
        (
            f'<!DOCTYPE d [<!ENTITY a "{"a" * 99_999}">]>{START}{"&a;" * 9_999}{END}',
            "dmn-unsafe-xml",
        ),
        (
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{START}&x;{END}',
            "dmn-unsafe-xml",
        ),
        (f'<!DOCTYPE d SYSTEM "http://localhost/d.dtd">{START}{END}', "dmn-unsafe-xml"),
        (f'<!DOCTYPE d [<!ENTITY % p "x">%p;]>{START}{END}', "dmn-unsafe-xml"),
        (f"<!DOCTYPE definitions>{START}{END}", "dmn-unsafe-xml"),
        (f'<?xml-stylesheet href="http://localhost/s.xsl"?>{START}{END}', "dmn-unsafe-xml"),
        (f'<?xml version="1.0" encoding="utf-7"?>{START}{END}', "dmn-encoding"),
        (f'<?xml version="1.0" encoding="UTF-16"?>{START}{END}', "dmn-encoding"),
        (f"<?xml version='1.0' encoding='gb18030'?>{START}{END}", "dmn-encoding"),
        (f"{START}\0{END}", "dmn-not-xml"),
        (f"{START}&#0;{END}", "dmn-not-xml"),
        (f"{START}&nbsp;{END}", "dmn-not-xml"),
        (f"{START}<x:y/>{END}", "dmn-not-xml"),
        (START, "dmn-not-xml"),
        (f"{START}{END}{START}{END}", "dmn-not-xml"),
        ("", "dmn-not-xml"),
        ("grade: A", "dmn-not-xml"),
        (START + "<a>" * 10_000 + "</a>" * 10_000 + END, "dmn-too-large"),
        (START + "<a/>" * 200_001 + END, "dmn-too-large"),
        (f"{START}<extensionElements>{'<a/>' * 200_001}</extensionElements>{END}", "dmn-too-large"),
        (f"{START}<inputData name='{'a' * 10_001}'/>{END}", "dmn-too-large"),
        (f"{START}<description>{'a' * 100_001}</description>{END}", "dmn-too-large"),
        (f"{START}<a {ATTRIBUTES}/>{END}", "dmn-too-large"),
        (f"{START}<a {PREFIXES}/>{END}", "dmn-too-large"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_hostile_documents(text: str, code: str) -> None:
    assert refused(text.encode()).code == code


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32", "gb18030", "cp500"])
def test_other_encodings(encoding: str) -> None:
    name = "Age" if encoding == "cp500" else "年龄"
    text = f"<?xml version='1.0'?>{START}<inputData name='{name}'/>{END}"
    assert refused(text.encode(encoding)).code in ("dmn-encoding", "dmn-not-xml")


def test_utf_7_is_not_guessed() -> None:
    text = f"{START}<inputData name='年龄'/>{END}".encode("utf-7")
    assert read_dmn(text).inputs[0].variable.name == "+XnSfhA"
    assert refused(text.replace(b"<", b"+ADw-")).code == "dmn-not-xml"


def test_the_mark_and_the_declaration_must_agree() -> None:
    text = f'<?xml version="1.0" encoding="UTF-8"?>{START}{END}'
    assert refused(text.encode("utf-16")).code == "dmn-encoding"


def test_what_is_too_long_is_not_even_parsed() -> None:
    tracemalloc.start()
    try:
        text = START.encode() + b" " * 10_000_000 + END.encode()
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        assert refused(text).code == "dmn-too-large"
        assert tracemalloc.get_traced_memory()[1] - before < 1_000_000
    finally:
        tracemalloc.stop()


def test_long_vendor_texts_are_not_kept() -> None:
    vendor = f"<v:a xmlns:v='urn:v' b='{'b' * 20_000}'>{'a' * 200_000}</v:a>"
    text = f"{START}<extensionElements>{vendor}</extensionElements>{END}"
    assert read_dmn(text.encode()).name == "L"


def test_faults_are_told_up_to_a_number() -> None:
    with pytest.raises(AuthorError) as caught:
        read_dmn(f"{START}{'<a/>' * 5_000}{END}".encode())
    assert len(caught.value.faults) == 1_000


# ----------------------------------------------------------------------------------------- damage


def own_elements(root: Element) -> Iterator[Element]:
    """List the elements that are read: not those that may be left out, nor what they hold."""
    left_out = "extensionElements allowedAnswers authorityRequirement knowledgeSource "
    left_out += "textAnnotation association group elementCollection performanceIndicator "
    left_out += "organizationUnit"
    yield root
    for child in root:
        name = child.tag.removeprefix(f"{{{DMN15}}}")
        if not name.startswith("{") and name not in left_out.split():
            yield from own_elements(child)


def parsed() -> Element:
    root: Element = ElementTree.fromstring(SAMPLE)
    return root


def test_no_name_of_an_element_or_attribute_may_be_another() -> None:
    count = len(list(own_elements(parsed())))
    assert count > 100
    for number in range(count):
        root = parsed()
        element = list(own_elements(root))[number]
        element.tag += "s"
        refused(tostring(root, "utf-8"))
        own = [name for name in element.attrib if not name.startswith("{")]
        for name in own:
            root = parsed()
            element = list(own_elements(root))[number]
            element.attrib[name + "s"] = element.attrib.pop(name)
            refused(tostring(root, "utf-8"))


@settings(max_examples=150)
@given(st.data())
def test_damaged_documents_are_read_or_refused(data: st.DataObject) -> None:
    root = parsed()
    for _ in range(data.draw(st.integers(1, 4))):
        parent = data.draw(st.sampled_from([each for each in root.iter() if len(each)]))
        child = data.draw(st.sampled_from(list(parent)))
        damage = data.draw(st.sampled_from(["drop", "double", "move", "rename", "lose", "text"]))
        if damage == "drop":
            parent.remove(child)
        elif damage == "double":
            parent.append(copy.deepcopy(child))
        elif damage == "move":
            root.append(copy.deepcopy(child))
        elif damage == "rename":
            child.tag = data.draw(st.sampled_from([each.tag for each in root.iter()]))
        elif damage == "lose" and child.attrib:
            child.attrib.pop(data.draw(st.sampled_from(sorted(child.attrib))))
        elif damage == "text":
            child.text = data.draw(st.text("ab :#{}\n年", max_size=9))
        if not len(root):
            break
    read_or_refused(tostring(root, "utf-8"))


@settings(max_examples=150)
@given(st.integers(0, len(SAMPLE)), st.integers(0, 40), st.binary(max_size=8))
def test_damaged_bytes_are_read_or_refused(at: int, without: int, instead: bytes) -> None:
    read_or_refused(SAMPLE[:at] + instead + SAMPLE[at + without :])


def read_or_refused(text: bytes) -> None:
    faults: tuple[Fault, ...] = ()
    try:
        read_dmn(text)
    except AuthorError as error:
        faults = error.faults
    assert all(fault.message("zh") and fault.hint("en") for fault in faults)
