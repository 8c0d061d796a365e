"""Reading DMN: what is said is kept, what cannot be held is refused by name and place."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree

from rulesets.dmn.model import (
    Conditional,
    Context,
    DecisionTable,
    Definitions,
    FunctionDefinition,
    Invocation,
    LiteralExpression,
    Text,
    Variable,
)
from rulesets.dmn.reading import read_dmn
from rulesets.errors import AuthorError, Fault
from tests import parts

SAMPLE = (Path(__file__).parent / "dmn_sample.dmn").read_bytes()
DMN15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"
VERSIONS = [
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    DMN15,
]
LITERAL = "<literalExpression><text>1</text></literalExpression>"


def document(body: str, attributes: str = "") -> bytes:
    start = f'<definitions xmlns="{DMN15}" name="Loans" namespace="urn:loans" {attributes}>'
    return f"{start}\n{body}\n</definitions>".encode()


def decision(logic: str) -> bytes:
    return document(f'<decision id="d" name="Grade">\n{logic}\n</decision>')


def table(body: str, attributes: str = "") -> bytes:
    return decision(f"<decisionTable {attributes}>{body}</decisionTable>")


def refused(text: bytes) -> tuple[Fault, ...]:
    with pytest.raises(AuthorError) as caught:
        read_dmn(text)
    return caught.value.faults


def texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))


# ------------------------------------------------------------------------------------ what is kept


@pytest.mark.needs("data")
def test_all_texts_of_the_kit_are_kept_with_their_lines() -> None:
    models = sorted((parts.data_folder() / "dmn-tck" / "models").glob("*/*.dmn"))
    assert len(models) == 28
    for path in models:
        content = path.read_bytes()
        lines = content.decode().splitlines()
        found = list(texts(read_dmn(content)))
        written = Counter(
            (each.text or "").strip()
            for each in ElementTree.fromstring(content).iter(f"{{{DMN15}}}text")
        )
        assert Counter(each.text for each in found) == written, path.name
        assert all("<text>" in lines[int(each.place[-1][1]) - 1] for each in found), path.name


@pytest.fixture(scope="module")
def sample() -> Definitions:
    return read_dmn(SAMPLE)


def test_the_sample_is_valid(dmn_schema: Callable[[bytes], list[str]]) -> None:
    assert dmn_schema(SAMPLE) == []
    assert dmn_schema(SAMPLE.replace(b"<typeRef>string</typeRef>", b""))


def test_types(sample: Definitions) -> None:
    loan, loans, rate = sample.items
    assert (loan.name, loan.label, loan.collection) == ("tLoan", "Loan", False)
    principal, kind = loan.components
    assert (principal.type_ref, principal.allowed) == ("number", None)
    assert kind.allowed is not None
    assert kind.allowed.text == '"home", "car"'
    assert (loans.type_ref, loans.collection) == ("tLoan", True)
    assert rate.allowed is not None
    assert rate.allowed.text == "[0..1]"


def test_inputs_and_decisions(sample: Definitions) -> None:
    loan, age, chinese = sample.inputs
    assert (loan.id, loan.label, loan.description) == ("i1", "The loan", "asked for")
    assert age.variable == Variable("Applicant age", "number", "Age")
    assert chinese.variable == Variable("年龄")
    assert [each.requires for each in sample.decisions] == [("i1", "i2"), ("d1", "b1"), (), ()]
    assert sample.decisions[0].question == "Which grade?"
    assert sample.decisions[3].logic is None


def test_a_table(sample: Definitions) -> None:
    logic = sample.decisions[0].logic
    assert isinstance(logic, DecisionTable)
    assert (logic.hit, logic.aggregation, logic.id) == ("COLLECT", "MAX", "dt")
    assert [each.expression.text for each in logic.inputs] == ["Applicant age", "Loan.kind"]
    assert logic.inputs[0].values is not None
    assert logic.inputs[0].values.text == "[0..150]"
    (output,) = logic.outputs
    assert (output.label, output.values and output.values.text) == ("Grade", "1, 2")
    assert output.default is not None
    assert output.default.text == "1"
    first, second = logic.rules
    assert [each.text for each in first.inputs] == [">= 18", "-"]
    assert (first.id, first.annotations, first.description) == (
        "dt.first",
        ("old enough",),
        "grown up",
    )
    assert [each.text for each in (*second.inputs, *second.outputs)] == ["-", '"car"', "1"]


def test_boxed_expressions(sample: Definitions) -> None:
    called = sample.decisions[1].logic
    assert isinstance(called, Invocation)
    assert (called.called.text, called.bindings[0][0]) == ("base rate", "grade")
    context = sample.decisions[2].logic
    assert isinstance(context, Context)
    names = [entry.variable and entry.variable.name for entry in context.entries]
    assert names == ["all", "fees", "twice", None]
    assert [type(entry.value).__name__ for entry in context.entries] == [
        "BoxedList",
        "Relation",
        "FunctionDefinition",
        "Conditional",
    ]
    choice = context.entries[3].value
    assert isinstance(choice, Conditional)
    branches = (choice.condition, choice.then, choice.otherwise)
    assert [text.text for text in texts(branches)] == ["all[1] = 1", "10", "20"]
    function = sample.models[0].function
    assert isinstance(function, FunctionDefinition)
    assert function.parameters == (Variable("grade", "number"),)
    assert isinstance(function.body, LiteralExpression)


@pytest.mark.parametrize("namespace", VERSIONS)
@pytest.mark.parametrize("prefix", ["", "dmn:", "语:"])
def test_versions_and_prefixes(namespace: str, prefix: str) -> None:
    declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    body = f'<{prefix}inputData id="i" name="Age"/>'
    text = f'<{prefix}definitions {declared}="{namespace}" name="L" namespace="urn:l">{body}'
    read = read_dmn(f"{text}</{prefix}definitions>".encode())
    assert [each.variable.name for each in read.inputs] == ["Age"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    declared = "UTF-16" if encoding == "utf-16" else "UTF-8"
    text = f'<?xml version="1.0" encoding="{declared}"?>' + document("").decode()
    assert read_dmn(text.encode(encoding)).name == "Loans"


@pytest.mark.parametrize(
    "language",
    ["", "feel", "FEEL", "http://www.omg.org/spec/FEEL/20140401", VERSIONS[0][:-6] + "FEEL/"],
)
def test_feel_by_each_of_its_names(language: str) -> None:
    assert read_dmn(document("", f'expressionLanguage="{language}"')).name == "Loans"


def test_an_unprefixed_type_keeps_its_words() -> None:
    item = '<itemDefinition name="t"><typeRef> date and  time </typeRef></itemDefinition>'
    assert read_dmn(document(item)).items[0].type_ref == "date and time"


# --------------------------------------------------------------------------------- what is refused

COLUMN = "<input><inputExpression><text>x</text></inputExpression></input>"
CELL = "<inputEntry><text>1</text></inputEntry>"
RESULT = "<outputEntry><text>1</text></outputEntry>"
IMPORT = 'namespace="urn:o" importType="urn:dmn"'
REFUSED = [
    (document('<decisionService name="S"/>'), "dmn-not-in-language", "decisionService"),
    (document(f'<import name="o" {IMPORT}/>'), "dmn-not-in-language", "import"),
    (document("<oracle/>"), "dmn-not-in-language", "`oracle`"),
    (document('<inputData name="a" type="x"/>'), "dmn-not-in-language", "`type`"),
    (document('<o xmlns="urn:other"/>'), "dmn-not-in-language", "{urn:other}o"),
    (document(f'<decision xmlns="{VERSIONS[0]}"/>'), "dmn-not-in-language", VERSIONS[0]),
    (document("", 'expressionLanguage="urn:groovy"'), "dmn-not-in-language", "urn:groovy"),
    (document("", 'typeLanguage="urn:xsd"'), "dmn-not-in-language", "urn:xsd"),
    (decision("<filter><in/><match/></filter>"), "dmn-not-in-language", "filter"),
    (decision('<for iteratorVariable="x"/>'), "dmn-not-in-language", "`for`"),
    (decision('<every iteratorVariable="x"/>'), "dmn-not-in-language", "`every`"),
    (decision('<some iteratorVariable="x"/>'), "dmn-not-in-language", "`some`"),
    (
        decision('<literalExpression expressionLanguage="juel"><text>1</text></literalExpression>'),
        "dmn-not-in-language",
        "juel",
    ),
    (
        decision("<literalExpression><importedValues/></literalExpression>"),
        "dmn-not-in-language",
        "importedValues",
    ),
    (
        decision(f'<functionDefinition kind="Java">{LITERAL}</functionDefinition>'),
        "dmn-not-in-language",
        "Java",
    ),
    (
        decision(f'<functionDefinition kind="PMML">{LITERAL}</functionDefinition>'),
        "dmn-not-in-language",
        "PMML",
    ),
    (
        document('<itemDefinition name="f"><functionItem/></itemDefinition>'),
        "dmn-not-in-language",
        "functionItem",
    ),
    (
        document(
            '<itemDefinition name="t" isCollection="true"><typeRef>number</typeRef>'
            "<typeConstraint><text>1</text></typeConstraint></itemDefinition>"
        ),
        "dmn-not-in-language",
        "whole list",
    ),
    (
        document(
            '<itemDefinition name="t"><typeRef>number</typeRef>'
            '<itemComponent name="x"/></itemDefinition>'
        ),
        "dmn-not-in-language",
        "itemComponent",
    ),
    (
        decision("<invocation><list/></invocation>"),
        "dmn-not-in-language",
        "function that is boxed",
    ),
    (
        decision(
            f"<context><contextEntry>{LITERAL}</contextEntry>"
            f'<contextEntry><variable name="x"/>{LITERAL}</contextEntry></context>'
        ),
        "dmn-not-in-language",
        "not its last",
    ),
    (
        table("<output/>", 'hitPolicy="FIRST" aggregation="SUM"'),
        "dmn-not-in-language",
        "aggregation `SUM`",
    ),
    (
        table(f'{COLUMN}<output/><rule><inputEntry>"A"</inputEntry>{RESULT}</rule>'),
        "dmn-not-in-language",
        "text directly",
    ),
    (decision(LITERAL + LITERAL), "dmn-duplicate", "expression"),
    (table("<output/>", 'hitPolicy="RANDOM"'), "dmn-bad-value", "RANDOM"),
    (table("<output/>", 'hitPolicy="COLLECT" aggregation="AVG"'), "dmn-bad-value", "AVG"),
    (
        document('<itemDefinition name="t" isCollection="maybe"/>'),
        "dmn-bad-value",
        "maybe",
    ),
    (table(f"{COLUMN}<output/><rule>{RESULT}</rule>"), "dmn-entries", "1 `inputEntry`"),
    (table(f"{COLUMN}<output/><rule>{CELL}</rule>"), "dmn-entries", "1 `outputEntry`"),
    (
        decision(f'<relation><column name="x"/><row>{LITERAL}{LITERAL}</row></relation>'),
        "dmn-entries",
        "found 2",
    ),
    (table(COLUMN), "dmn-incomplete", "output"),
    (table('<input/><output name="a"/>'), "dmn-incomplete", "inputExpression"),
    (table('<output name="a"/><output/>'), "dmn-incomplete", "name"),
    (table('<output name="a"/><output name="a"/>'), "dmn-duplicate", "output `a`"),
    (document("<inputData/>"), "dmn-incomplete", "name"),
    (decision("<conditional/>"), "dmn-incomplete", "`if`"),
    (decision("<informationRequirement/>"), "dmn-incomplete", "reference"),
    (decision("<functionDefinition/>"), "dmn-incomplete", "expression"),
    (
        document('<inputData name="Age"/><decision name=" Age "/>'),
        "dmn-duplicate",
        "name `Age`",
    ),
    (
        document('<itemDefinition name="t"/><itemDefinition name="t"/>'),
        "dmn-duplicate",
        "item definition `t`",
    ),
    (document('<inputData id="i" name="a"/><inputData id="i" name="b"/>'), "dmn-duplicate", "`i`"),
    (
        document('<inputData name="a"><variable name="a" typeRef="x:t"/></inputData>'),
        "dmn-unknown-reference",
        "x:t",
    ),
]


@pytest.mark.parametrize(("text", "code", "word"), REFUSED, ids=str)
def test_what_cannot_be_held_is_refused_by_name(text: bytes, code: str, word: str) -> None:
    faults = [fault for fault in refused(text) if fault.code == code]
    assert faults
    assert word in faults[0].sentence("en")
    assert faults[0].sentence("zh")
    name, line = faults[0].place[-1]
    assert name == "line"
    assert 1 <= int(line) <= text.count(b"\n") + 1


@pytest.mark.parametrize(
    "reference",
    ["#none", "none", "#", "", "urn:other#i", "other.dmn#i", "#d", "#i#i"],
)
def test_references_lead_to_this_file_and_to_the_right_kind(reference: str) -> None:
    required = f'<informationRequirement><requiredInput href="{reference}"/>'
    body = f'<inputData id="i" name="a"/><decision id="d" name="b">{required}'
    (fault,) = refused(document(body + "</informationRequirement></decision>"))
    assert (fault.code, fault.words["reference"]) == ("dmn-unknown-reference", reference)


def test_all_faults_at_once_with_their_places() -> None:
    rows = f'<rule>{CELL}{RESULT}</rule>\n<rule><inputEntry kind="x"/>{RESULT}</rule>'
    logic = f'<decisionTable hitPolicy="NONE">{COLUMN}<output name="Rate"/>\n{rows}</decisionTable>'
    body = f'<decision name="Grade">\n{logic}</decision>\n<decisionService name="All"/>'
    faults = refused(document(body))
    assert [(fault.code, fault.place) for fault in faults] == [
        (
            "dmn-not-in-language",
            (("decision", "Grade"), ("row", 2), ("column", "x"), ("line", 5)),
        ),
        ("dmn-not-in-language", (("decision service", "All"), ("line", 6))),
        ("dmn-bad-value", (("decision", "Grade"), ("line", 3))),
    ]
    assert faults[0].where("zh") == "决策 `Grade`，第 2 行，列 `x`，文件第 5 行"
    assert faults[0].where("en") == "decision `Grade`, row 2, column `x`, line 5"


@pytest.mark.parametrize(
    ("root", "found"),
    [
        ('<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"/>', "DMN 1.1"),
        ('<definitions xmlns="https://www.omg.org/spec/DMN/20240513/MODEL/"/>', "DMN 1.6"),
        ("<definitions/>", "found `definitions`"),
        ('<bpmn xmlns="urn:bpmn"><x/></bpmn>', "{urn:bpmn}bpmn"),
        (f'<decision xmlns="{DMN15}"/>', "decision"),
    ],
)
def test_other_documents_and_versions(root: str, found: str) -> None:
    (fault,) = refused(root.encode())
    assert fault.code == "dmn-version"
    assert found in fault.sentence("en")
    assert "1.2, 1.3, 1.4, 1.5" in fault.sentence("en")


def test_a_variable_may_have_a_name_of_its_own() -> None:
    definitions = read_dmn(
        document(
            '<inputData name="Age of them"><variable name="age"/></inputData>'
            '<decision name="Grade"><variable name="Grade"/></decision>'
        )
    )
    (age,), (grade,) = definitions.inputs, definitions.decisions
    assert (age.variable.name, age.name) == ("age", "Age of them")
    assert (grade.variable.name, grade.name) == ("Grade", "")
