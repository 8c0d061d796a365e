"""The words of the grid in which a decision table is edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rulesets.types import Both

WORDS: Final[Mapping[str, Both]] = {
    "when": Both("当", "When"),
    "then": Both("则", "Then"),
    "column_note": Both("备注", "Note"),
    "column_disabled": Both("停用", "Off"),
    "column_from": Both("自", "From"),
    "column_to": Both("至", "To"),
    "count": Both("共 {} 行", "{} rows"),
    "found": Both("找到 {} 处", "{} found"),
    "replaced": Both("已替换 {} 处", "{} replaced"),
    "nothing": Both("", ""),
    "where": Both("第 {row} 行「{column}」", "Row {row}, “{column}”"),
    "row": Both("行", "Row"),
    "row-above": Both("上插行", "Row above"),
    "row-below": Both("加行", "Row"),
    "rows-up": Both("上移", "Move up"),
    "rows-down": Both("下移", "Move down"),
    "remove-rows": Both("删行", "Delete rows"),
    "fill": Both("向下填充", "Fill down"),
    "column": Both("列", "Column"),
    "new-when": Both("加条件列", "Add a condition column"),
    "new-when-help": Both("事实、结论或公式", "a fact, a conclusion or a formula"),
    "new-then": Both("加结论列", "Add a conclusion column"),
    "new-column": Both("选一项结论", "Choose a conclusion"),
    "column-text": Both("看什么", "What it asks"),
    "column-title": Both("列名", "Title"),
    "empty": Both("这张表还没有内容", "Nothing in this table yet"),
    "empty-columns": Both(
        "先在「列」中加条件列和结论列，再加行；也可以从 Excel 粘贴整块单元格。",
        "Add condition columns and a conclusion column under “Column”, then rows; "
        "or paste a whole block from Excel.",
    ),
    "empty-rows": Both(
        "按「加行」加第一行，或点表格后从 Excel 粘贴。",
        "Add the first row with “Row”, or click the table and paste from Excel.",
    ),
    "row-number": Both("第 {} 行：", "Row {}: "),
    "cut": Both(
        "粘贴的内容比表多 {} 列，多出的没有粘贴",
        "{} columns of what was pasted lie beyond the table and were left out",
    ),
    "new-row": Both("输入即加一行", "Type to add a row"),
    "add-column": Both("加列", "Add column"),
    "column-left": Both("左移", "Move left"),
    "column-right": Both("右移", "Move right"),
    "freeze": Both("冻结到此列", "Freeze up to here"),
    "remove-column": Both("删除所选列", "Delete column"),
    "find": Both("筛选与查找", "Find"),
    "sought": Both("查找", "Find"),
    "instead": Both("替换为", "Replace with"),
    "only": Both("只显示含此内容的行", "Only rows with it"),
    "next": Both("下一处", "Next"),
    "replace-all": Both("全部替换", "Replace all"),
    "close-find": Both("关闭", "Close"),
    "tools": Both("表格工具", "Table tools"),
    "table": Both("决策表", "Decision table"),
    "failed": Both(
        "表格未能打开：请重新载入本页",
        "The table could not be opened: reload the page",
    ),
    "no-library": Both(
        "此处没有表格编辑器：安装时未能取得。请管理员联网运行 make install",
        "There is no table editor here: set-up could not fetch it. "
        "The administrator runs make install with a network",
    ),
    "read": Both("只阅读此表", "Read this table"),
    "no-script": Both("编辑表格需要 JavaScript", "To edit a table, JavaScript is needed"),
}


def grid_words(language: str) -> dict[str, str]:
    """Give all words of the grid in a language.

    Example:
        >>> grid_words("en")["fill"]
        'Fill down'
    """
    return {key: both.in_language(language) for key, both in WORDS.items()}
