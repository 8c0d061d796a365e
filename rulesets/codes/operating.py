"""Codes of the command line: its files, the database that is not there, the address it serves."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "not-utf8",
        "author",
        Both(
            "文件应为 UTF-8 编码，实为第 {place} 个字节 {found}",
            "expected a file in UTF-8, found the byte {found} at {place}",
        ),
        Both("把文件另存为 UTF-8 编码的文本", "save the file as text in UTF-8"),
    ),
    Code(
        "no-database",
        "operator",
        Both("还没有数据库 `{file}`", "there is no database `{file}` yet"),
        Both(
            "在启动分级的文件夹中运行，或设置 FENJI_DATABASE_URL；"
            "fenji publish 与 fenji serve 会建立数据库",
            "run this in the folder in which Fenji is started, or set FENJI_DATABASE_URL;"
            " fenji publish and fenji serve make the database",
        ),
    ),
    Code(
        "bad-setting",
        "operator",
        Both(
            "{setting} 应为 {expected}，实为 `{found}`",
            "expected {expected} as {setting}, found `{found}`",
        ),
        Both(
            "改正环境变量 {setting}，或去掉它",
            "fix the environment variable {setting}, or unset it",
        ),
    ),
    Code(
        "cannot-listen",
        "operator",
        Both("无法在 {address} 上监听：{reason}", "cannot listen on {address}: {reason}"),
        Both(
            "用 --host 与 --port 换一个地址或端口，或停止占用它的程序",
            "choose another with --host and --port, or stop the program that holds this one",
        ),
    ),
)
