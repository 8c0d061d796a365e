"""Codes of requests, keys, versions, storage and configuration."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "unknown-ruleset",
        "caller",
        Both("没有已发布的规则集 `{ruleset}`", "no ruleset `{ruleset}` is published"),
        Both("查看 /api/v1/rulesets 列出的规则集", "see the rulesets listed at /api/v1/rulesets"),
    ),
    Code(
        "unknown-version",
        "caller",
        Both(
            "规则集 `{ruleset}` 没有第 {version} 版", "ruleset `{ruleset}` has no version {version}"
        ),
        Both("查看该规则集已发布的版本", "see the versions that are published of the ruleset"),
    ),
    Code(
        "not-yet-effective",
        "caller",
        Both(
            "规则集 `{ruleset}` 在 {as_of} 尚未生效：{first}",
            "ruleset `{ruleset}` is not in effect at {as_of}: {first}",
        ),
        Both(
            "改用生效之后的决策时刻，或不给决策时刻",
            "give a moment from which it is in effect, or none",
        ),
    ),
    Code(
        "as-of-in-future",
        "caller",
        Both(
            "决策时刻应不晚于现在 {now}，实为 {as_of}",
            "expected a moment not after now, {now}, found {as_of}",
        ),
        Both(
            "不给决策时刻；试算将来需要有 simulate 权限的密钥",
            "leave the moment out; a key with the scope simulate may try the future",
        ),
    ),
    Code(
        "bad-subject",
        "caller",
        Both(
            "客户编号应为 1 到 200 个字符且不含控制字符，实为 `{found}`",
            "expected 1 to 200 characters without control characters, found `{found}`",
        ),
        Both("给出贵系统中的客户编号", "give the customer's id in your system"),
    ),
    Code(
        "bad-explain",
        "caller",
        Both(
            "应为 none、fired 或 full，实为 `{found}`",
            "expected none, fired or full, found `{found}`",
        ),
        Both("不给此项即为 fired", "left out it is fired"),
    ),
    Code(
        "bad-idempotency-key",
        "caller",
        Both(
            "幂等键应为 1 到 200 个可见 ASCII 字符，实为 `{found}`",
            "expected 1 to 200 visible ASCII characters, found `{found}`",
        ),
        Both("每次新的请求用一个新的 UUID", "use a new UUID for each new request"),
    ),
    Code(
        "idempotency-conflict",
        "caller",
        Both(
            "幂等键 `{key}` 已用于另一个请求",
            "the idempotency key `{key}` was used for another request",
        ),
        Both("为新的请求换一个新的幂等键", "use a new idempotency key for a new request"),
    ),
    Code(
        "unknown-decision",
        "caller",
        Both("没有决策 `{decision}`", "there is no decision `{decision}`"),
        Both("核对决策编号", "look at the decision's id again"),
    ),
    Code(
        "unknown-engine",
        "caller",
        Both(
            "推理引擎应为 {known}，实为 `{engine}`",
            "expected the engine {known}, found `{engine}`",
        ),
        Both("选用其中一个", "choose one of them"),
    ),
    Code(
        "bad-page-size",
        "caller",
        Both(
            "每页应为 1 到 {most} 条，实为 {found}", "expected 1 to {most} in a page, found {found}"
        ),
        Both("分页读取", "read page by page"),
    ),
    Code(
        "api-key-refused",
        "caller",
        Both("密钥无效或已停用", "the key is not known, or is revoked"),
        Both(
            "向管理员要一个新的密钥（fenji key add）",
            "ask the operator for a new key (fenji key add)",
        ),
    ),
    Code(
        "scope-needed",
        "caller",
        Both("此密钥没有 {scope} 权限", "the key lacks the scope {scope}"),
        Both("向管理员要一个有此权限的密钥", "ask the operator for a key with that scope"),
    ),
    Code(
        "unknown-api-key",
        "operator",
        Both("没有密钥 `{key}`", "there is no key `{key}`"),
        Both("查看列出的密钥", "see the keys that are listed"),
    ),
    Code(
        "bad-key-name",
        "operator",
        Both(
            "名称应为 1 到 100 个字符且不含控制字符，实为 `{found}`",
            "expected a name of 1 to 100 characters without control characters, found `{found}`",
        ),
        Both("用使用此密钥的系统命名", "name the key after the system that uses it"),
    ),
    Code(
        "unknown-scope",
        "operator",
        Both("权限应为 {known}，实为 `{found}`", "expected scopes of {known}, found `{found}`"),
        Both("至少给出其中一个", "give one of them or more"),
    ),
    Code(
        "bad-rate",
        "operator",
        Both(
            "每分钟次数应为 1 到 {most}，实为 {found}",
            "expected 1 to {most} calls a minute, found {found}",
        ),
        Both("给出此系统所需的次数", "give what that system needs"),
    ),
    Code(
        "effective-before-publication",
        "caller",
        Both(
            "生效时刻应不早于发布时刻 {now}，实为 {given}",
            "expected a moment not before the publication, {now}, found {given}",
        ),
        Both(
            "已有的答案不会改变：选将来的时刻，或不给生效时刻",
            "no past answer changes: choose a moment ahead, or give none",
        ),
    ),
    Code(
        "effective-before-previous",
        "caller",
        Both(
            "生效时刻应不早于第 {version} 版的 {previous}，实为 {given}",
            "expected a moment not before that of version {version}, {previous}, found {given}",
        ),
        Both("选该版本生效之后的时刻", "choose a moment from which that version is in effect"),
    ),
    Code(
        "engines-disagree-at-publication",
        "operator",
        Both(
            "未发布：推理引擎 {engine} 与 {twin} 对 {differing} 结果不一致，"
            "决策时刻 {as_of}，事实：{facts}",
            "not published: the engines {engine} and {twin} disagree in {differing}"
            " at {as_of} with the facts {facts}",
        ),
        Both(
            "这是引擎的故障，不是规则的错；请把这条消息与规则集交给分级的维护者",
            "an engine is at fault, not the rules: give this message and the ruleset to those who"
            " look after Fenji",
        ),
    ),
    Code(
        "bad-moment",
        "caller",
        Both(
            "应为带时区偏移的时刻，例如 2026-03-01T09:00:00+08:00，实为 `{found}`",
            "expected a moment with an offset such as 2026-03-01T09:00:00+08:00, found `{found}`",
        ),
        Both("写出日期、时间与偏移（或 Z）", "write the day, the time and the offset, or Z"),
    ),
    Code(
        "vocabulary-has-no-moment",
        "caller",
        Both(
            "词汇表按版本引用，没有生效时刻",
            "a vocabulary is used by its version and has no moment of effect",
        ),
        Both("不给生效时刻", "leave the moment out"),
    ),
    Code(
        "version-not-next",
        "author",
        Both(
            "词汇表 `{vocabulary}` 的版本应为 {expected}，实为 {found}",
            "expected version {expected} of vocabulary `{vocabulary}`, found {found}",
        ),
        Both(
            "已发布的版本不可更改：修改后的词汇表用下一个版本号",
            "a published version never changes: give the changed vocabulary the next number",
        ),
    ),
    Code(
        "database-unavailable",
        "operator",
        Both("数据库无法访问", "the database cannot be reached"),
        Both(
            "检查数据库是否在运行以及 FENJI_DATABASE_URL",
            "see whether the database runs, and look at FENJI_DATABASE_URL",
        ),
    ),
    Code(
        "database-full",
        "operator",
        Both("数据库所在的磁盘已满", "the disk of the database is full"),
        Both(
            "腾出空间；此前未得到答复的请求可以重试",
            "free some space; calls that were not answered may be repeated",
        ),
    ),
    Code(
        "database-busy",
        "operator",
        Both("数据库忙，等待已超时", "the database was busy for too long"),
        Both(
            "稍后重试；检查是否有别的程序长时间占用它",
            "try again later; see whether another program holds it for long",
        ),
    ),
    Code(
        "database-failed",
        "operator",
        Both("数据库拒绝了一次操作", "the database refused an operation"),
        Both("查看日志中的原因", "the log says why"),
    ),
    Code(
        "database-not-migrated",
        "operator",
        Both(
            "数据库的结构应为 {expected}，实为 {found}",
            "expected the database at revision {expected}, found {found}",
        ),
        Both(
            "启动 fenji serve 时会自动升级；数据库较新时请升级 Fenji",
            "fenji serve brings it up to date; if the database is newer, use a newer Fenji",
        ),
    ),
    Code(
        "bad-database-url",
        "operator",
        Both(
            "数据库地址应为 sqlite:///路径 或 postgresql+psycopg://…",
            "expected a database address sqlite:///PATH or postgresql+psycopg://…",
        ),
        Both("改正 FENJI_DATABASE_URL", "fix FENJI_DATABASE_URL"),
    ),
    Code(
        "version-damaged",
        "operator",
        Both(
            "规则集 `{ruleset}` 第 {version} 版的内容与其标识不符",
            "what is stored of version {version} of ruleset `{ruleset}` is not what was published",
        ),
        Both("数据库被改动过：从备份恢复", "the database was altered: restore it from a backup"),
    ),
    Code(
        "record-damaged",
        "operator",
        Both("决策 `{decision}` 的记录不完整", "the record of decision `{decision}` is not whole"),
        Both("数据库被改动过：从备份恢复", "the database was altered: restore it from a backup"),
    ),
    Code(
        "secret-key-too-short",
        "operator",
        Both(
            "签名密钥应至少有 {least} 个字符，实际更短",
            "expected a secret key of at least {least} characters, found a shorter one",
        ),
        Both(
            "把 FENJI_SECRET_KEY 设为更长的随机文本，或去掉它以自动生成",
            "set FENJI_SECRET_KEY to a longer random text, or leave it out to have one made",
        ),
    ),
    Code(
        "secret-key-unreadable",
        "operator",
        Both(
            "密钥文件 `{file}` 无法读写：{reason}",
            "the key file `{file}` cannot be made or read: {reason}",
        ),
        Both("检查该文件夹的权限", "look at the rights of its folder"),
    ),
    Code(
        "pages-beyond-loopback",
        "operator",
        Both(
            "还没有管理员，网页只能在本机地址上提供，却要在 `{host}` 上监听",
            "without an administrator pages are served on a loopback address only, found `{host}`",
        ),
        Both(
            "用 fenji account add 建立第一位管理员；或监听 127.0.0.1，"
            "或设 FENJI_PAGES=off 只提供接口",
            "make the first administrator with fenji account add; or listen on 127.0.0.1, or set"
            " FENJI_PAGES=off to serve the interface alone",
        ),
    ),
    Code(
        "pages-without-words",
        "operator",
        Both(
            "网页的中文词句没有编译：`{folder}` 中没有 .mo 文件",
            "expected compiled words of the pages, found no .mo file in `{folder}`",
        ),
        Both(
            "运行 make install，或 pybabel compile -d 加上该文件夹",
            "run make install, or pybabel compile -d with that folder",
        ),
    ),
)
