"""What the grid of a decision table is told beside the table: its columns' names, its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rulesets.types import Both

WORDS: Final[Mapping[str, Both]] = {
    "when": Both("当", "When"),
    "then": Both("则", "Then"),
    "column_note": Both("说明", "Note"),
    "column_disabled": Both("停用", "Off"),
    "count": Both("共 {} 行", "{} rows"),
    "found": Both("找到 {} 处", "{} found"),
    "replaced": Both("已替换 {} 处", "{} replaced"),
    "nothing": Both("", ""),
    "where": Both("第 {row} 行「{column}」", "Row {row}, “{column}”"),
    "state_saved": Both("已自动保存", "Saved"),
    "state_saving": Both("正在保存…", "Saving…"),
    "state_offline": Both(
        "连接中断：修改留在本页，稍后自动再存",
        "No connection: your changes stay on this page and are saved later",
    ),
    "state_signed-out": Both(
        "需要重新登录：请在另一个窗口登录，再点“再存一次”；修改仍在本页",
        "Sign in again in another window, then “Save again”; your changes are still here",
    ),
    "state_moved": Both(
        "别人同时改了这份草稿：点“再存一次”，在最新内容上重做您的修改",
        "Others changed this draft meanwhile: “Save again” does yours again on the newest",
    ),
    "state_refused": Both("这些修改没有保存", "These changes were not saved"),
    "undo": Both("撤销", "Undo"),
    "redo": Both("重做", "Redo"),
    "row": Both("行", "Row"),
    "row-above": Both("上方插入行", "Insert row above"),
    "row-below": Both("下方插入行", "Insert row below"),
    "rows-up": Both("上移", "Move up"),
    "rows-down": Both("下移", "Move down"),
    "remove-rows": Both("删除所选行", "Delete rows"),
    "fill": Both("向下填充", "Fill down"),
    "column": Both("列", "Column"),
    "new-column": Both("选一项加为列", "Choose a column to add"),
    "add-column": Both("加列", "Add column"),
    "column-left": Both("左移", "Move left"),
    "column-right": Both("右移", "Move right"),
    "freeze": Both("冻结到此列", "Freeze up to here"),
    "remove-column": Both("删除所选列", "Delete column"),
    "find": Both("筛选与查找", "Filter and find"),
    "sought": Both("查找", "Find"),
    "instead": Both("替换为", "Replace with"),
    "only": Both("只显示含此内容的行", "Only rows with it"),
    "next": Both("下一处", "Next"),
    "replace-all": Both("全部替换", "Replace all"),
    "close-find": Both("关闭", "Close"),
    "again": Both("再存一次", "Save again"),
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
    "no-script": Both("编辑表格需要 JavaScript", "To edit a table, JavaScript is needed"),
}
_NUMBERS: Final = frozenset({"number", "integer", "money"})


def grid_words(language: str) -> dict[str, str]:
    """Give all words of the grid in a language.

    Example:
        >>> grid_words("en")["undo"]
        'Undo'
    """
    return {key: both.in_language(language) for key, both in WORDS.items()}


def column_names(declared: Iterable[Mapping[str, Any]], language: str) -> dict[str, dict[str, Any]]:
    """Name facts and conclusions, as plain data declare them, for the heads of columns.

    What is half written is named by its key, or left out.

    Example:
        >>> column_names([{"key": "sales", "title": {"en": "Sales"}, "type": "number"}], "en")
        {'sales': {'title': 'Sales', 'unit': '', 'right': True}}
    """
    names = {}
    for each in declared:
        key = each.get("key")
        if isinstance(key, str):
            names[key] = {
                "title": _title(each.get("title"), language) or key,
                "unit": unit if isinstance(unit := each.get("unit"), str) else "",
                "right": each.get("type") in _NUMBERS,
            }
    return names


def _title(title: object, language: str) -> str:
    if isinstance(title, Mapping):
        others = [each for each in title.values() if isinstance(each, str)]
        title = title.get(language) or next(iter(others), "")
    return title if isinstance(title, str) else ""
