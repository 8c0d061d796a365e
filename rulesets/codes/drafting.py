"""Codes of drafts: edits, and what another person did meanwhile."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "bad-edits",
        "caller",
        Both(
            "修改的写法不对：应为{expected}，实为 `{found}`",
            "the edits are not written as they should be: expected {expected}, found `{found}`",
        ),
        Both("重新载入页面后再试", "load the page again and try once more"),
    ),
    Code(
        "edit-does-not-fit",
        "caller",
        Both("第 {number} 处修改放不进草稿：{why}", "edit {number} does not fit the draft: {why}"),
        Both(
            "草稿没有改动；载入最新内容后再修改",
            "the draft is as it was; load its newest content and edit that",
        ),
    ),
    Code(
        "draft-moved-on",
        "caller",
        Both(
            "草稿在您打开之后被修改过：{changes}",
            "the draft was changed since you loaded it: {changes}",
        ),
        Both(
            "您输入的内容没有丢失；看过这些修改后，可在最新内容上再做一次",
            "nothing you typed is lost; look at these changes and make yours again on the newest",
        ),
    ),
    Code(
        "unknown-draft",
        "caller",
        Both("没有草稿 `{draft}`", "there is no draft `{draft}`"),
        Both("从草稿列表中打开", "open one from the list of drafts"),
    ),
    Code(
        "draft-not-open",
        "caller",
        Both("草稿现在不能修改：它{state}", "the draft cannot be changed now: it is {state}"),
        Both(
            "收回它，或从已发布的版本新建一份草稿",
            "take it back, or open another draft from the published version",
        ),
    ),
    Code(
        "nothing-to-undo",
        "caller",
        Both("没有可以撤销的修改", "there is nothing to undo"),
        Both("这是草稿最初的内容", "this is what the draft began as"),
    ),
    Code(
        "nothing-to-redo",
        "caller",
        Both("没有可以重做的修改", "there is nothing to redo"),
        Both("新的修改使撤销过的不能再重做", "a new change ends what could be done again"),
    ),
    Code(
        "key-taken",
        "caller",
        Both("`{key}` 已是另一个{what}的名称", "`{key}` names another {what} already"),
        Both("换一个名称", "choose another name"),
    ),
    Code(
        "key-not-there",
        "caller",
        Both("没有以 `{key}` 为键的项目", "nothing here has the key `{key}`"),
        Both("载入最新内容后再改名", "load the newest content and rename that"),
    ),
    Code(
        "code-taken",
        "caller",
        Both(
            "`{code}` 已是这个代码表中另一个代码，或另一个代码的名称",
            "`{code}` is another code of this list already, or the title of one",
        ),
        Both("换一个代码", "choose another code"),
    ),
    Code(
        "bad-code",
        "caller",
        Both(
            "代码不能是空的，前后也不能有空格：`{code}`",
            "a code is not empty and has no spaces around it: `{code}`",
        ),
        Both("写上 ERP 传来的值", "write the value that the ERP sends"),
    ),
    Code(
        "codes-linked",
        "caller",
        Both(
            "{where}把它与另一个代码表的值放在一起，那里也有 `{code}`，不会随之改名",
            "{where} puts it together with values of another code list, which has `{code}` too and"
            " would not follow",
        ),
        Both(
            "让两处用同一个代码表，改名时就会一起改",
            "let both be of one code list, then it is renamed in both",
        ),
    ),
    Code(
        "codes-by-prefix",
        "caller",
        Both(
            "这个代码表按代码的开头分级：`{code}` 改名后，有的代码会归到别处",
            "in this list codes belong under those that they begin with: with `{code}` renamed,"
            " some would belong elsewhere",
        ),
        Both(
            "换一个开头相同的代码，或先为各代码写明上级",
            "choose a code that begins alike, or first give the codes what they belong under",
        ),
    ),
    Code(
        "rename-hides",
        "caller",
        Both(
            "改名后{where}中的 `{name}` 会被读作别的东西",
            "`{name}` would be taken for something else in {where}",
        ),
        Both("换一个名称", "choose another name"),
    ),
    Code(
        "draft-of-vocabulary",
        "caller",
        Both("词汇表自己不能试算", "a vocabulary by itself infers nothing"),
        Both("在使用它的规则集中试算", "try a ruleset that uses it"),
    ),
)
