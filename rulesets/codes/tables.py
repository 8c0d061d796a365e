"""Codes of files of customers: how they are read, their columns, their rows, what is written."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "unknown-file-format",
        "caller",
        Both(
            "文件名应以 .csv、.xlsx 或 .parquet 结尾，实为 `{found}`",
            "expected a name that ends in .csv, .xlsx or .parquet, found `{found}`",
        ),
        Both("另存为其中一种格式", "save the file in one of these formats"),
    ),
    Code(
        "unreadable-file",
        "caller",
        Both(
            "无法按 {format} 读取 `{file}`：{reason}", "cannot read `{file}` as {format}: {reason}"
        ),
        Both(
            "用生成它的程序打开检查，再另存一次",
            "open it in the program that made it, and save it again",
        ),
    ),
    Code(
        "file-without-header",
        "caller",
        Both(
            "`{file}` 的第一行应为列名，实为空",
            "expected column names in the first row of `{file}`",
        ),
        Both("在第一行写出列名", "write the names of the columns in the first row"),
    ),
    Code(
        "column-missing",
        "caller",
        Both("没有必填事实 `{fact}` 的列", "there is no column for the required fact `{fact}`"),
        Both(
            "用事实的键或名称作列名，或用 --map 指明哪一列是它",
            "name a column by the fact's key or title, or say with --map which one it is",
        ),
    ),
    Code(
        "no-column-fits",
        "caller",
        Both("没有一列是该规则集的事实", "no column is a fact of the ruleset"),
        Both(
            "用事实的键或名称作列名，或用 --map 指明",
            "name columns by the facts' keys or titles, or say with --map which they are",
        ),
    ),
    Code(
        "column-twice",
        "caller",
        Both(
            "`{first}` 与 `{second}` 两列都是事实 `{fact}`",
            "the columns `{first}` and `{second}` both stand for the fact `{fact}`",
        ),
        Both(
            "改名或删去其中一列，或在 --map 中把其中一列留空",
            "rename or delete one of them, or leave one empty in --map",
        ),
    ),
    Code(
        "column-ambiguous",
        "caller",
        Both("列名 `{column}` 是多个事实的名称：{facts}", "`{column}` is the title of {facts}"),
        Both(
            "改用事实的键作列名，或用 --map 指明", "use the fact's key, or say with --map which one"
        ),
    ),
    Code(
        "bad-map",
        "caller",
        Both(
            "列对照应为“列名: 事实”的 YAML：{reason}", "expected YAML of `column: fact`: {reason}"
        ),
        Both(
            "每行写一列，如“年采购额: annual_sales”", "write one a line: `Sales 2025: annual_sales`"
        ),
    ),
    Code(
        "no-such-column",
        "caller",
        Both("文件中没有列 `{column}`", "the file has no column `{column}`"),
        Both("核对第一行的列名", "look at the names in the first row"),
    ),
    Code(
        "unknown-mapped-fact",
        "caller",
        Both("规则集没有事实 `{fact}`", "the ruleset has no fact `{fact}`"),
        Both("核对事实的键", "look at the key of the fact"),
    ),
    Code(
        "row-cell-count",
        "caller",
        Both(
            "应有 {expected} 个单元格，实有 {found} 个", "expected {expected} cells, found {found}"
        ),
        Both(
            "核对这一行的分隔符与引号",
            "look at the separators and quotes of this row",
        ),
    ),
    Code(
        "bad-quotes",
        "caller",
        Both("引号有误：{reason}", "the quotes are not right: {reason}"),
        Both(
            "含分隔符、换行或引号的单元格写在引号内，其中的引号写两遍",
            "a cell with separators, line ends or quotes stands in quotes, quotes in it twice",
        ),
    ),
    Code(
        "cell-with-error",
        "caller",
        Both("单元格的公式出错：{found}", "the formula of the cell ended in {found}"),
        Both("改正公式后再保存", "fix the formula and save the file"),
    ),
    Code(
        "subject-twice",
        "caller",
        Both(
            "客户 `{subject}` 已在第 {row} 行出现；两行都已处理",
            "the customer `{subject}` stands in row {row} too; both rows are kept",
        ),
        Both("核对哪一行是对的，删去另一行", "find out which row is right, and delete the other"),
    ),
    Code(
        "too-much-for-excel",
        "caller",
        Both("Excel 容不下：{what}", "this is more than Excel holds: {what}"),
        Both("改写为 .csv 或 .parquet", "write .csv or .parquet instead"),
    ),
    Code(
        "same-file-twice",
        "caller",
        Both(
            "`{file}` 既要读又要写，或要写两次",
            "`{file}` would be read and written, or written twice",
        ),
        Both(
            "给输入、输出和报告各用一个文件名", "give input, output and report names of their own"
        ),
    ),
    Code(
        "output-in-use",
        "operator",
        Both("另一个进程正在写 `{file}`", "another process is writing `{file}`"),
        Both("等它结束，或换一个输出文件", "wait until it ends, or write to another file"),
    ),
    Code(
        "cannot-write",
        "operator",
        Both("无法写 `{file}`：{reason}", "cannot write `{file}`: {reason}"),
        Both(
            "查看文件夹的权限和磁盘空间，再运行同一条命令",
            "look at the folder's rights and the space on the disk, then give the command again",
        ),
    ),
    Code(
        "process-ended",
        "operator",
        Both("一个计算进程意外结束", "a process that classifies has ended unexpectedly"),
        Both(
            "多为内存不足；再运行同一条命令，从中断处继续",
            "memory is the usual reason; give the command again: it goes on where it stopped",
        ),
    ),
    Code(
        "rows-unaccounted",
        "operator",
        Both(
            "读取 {read} 行，写出 {written} 行，报告 {reported} 行：数目不符，未写出文件",
            "{read} rows read, {written} written, {reported} reported: they do not add up, and no"
            " file was written",
        ),
        Both("请报告这个缺陷", "report this as a defect"),
    ),
)
