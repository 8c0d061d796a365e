"""A real draft with one large table, served to a browser with a person signed in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from werkzeug.serving import WSGIRequestHandler, make_server

from rulesets.drafting import edits_from
from rulesets.types import Both
from service.drafts import Empty, edit_draft, get_draft, open_draft
from service.house import House, migrate, open_house
from service.people import OPERATOR, Person, add_person
from service.settings import Settings
from tests.houses import QUICK
from tests.signing_in import cookie_of, token_of
from wsgi import create_app

SECRET_KEY: Final = "of the tests of the grid, and of nothing else"  # noqa: S105 - of tests
LEVELS: Final = [
    {"value": each, "title": {"zh": f"{each} 级", "en": f"Grade {each}"}} for each in "ABCD"
]
FACTS: Final[list[dict[str, Any]]] = [
    {
        "key": "level",
        "title": {"zh": "客户等级", "en": "Level"},
        "type": "text",
        "one_of": LEVELS,
    },
    {"key": "trade", "title": {"zh": "行业", "en": "Trade"}, "type": "text"},
    {"key": "channel", "title": {"zh": "渠道", "en": "Channel"}, "type": "text"},
    {
        "key": "sales",
        "title": {"zh": "年采购额", "en": "Annual sales"},
        "type": "number",
        "scale": "2",
        "unit": "CNY",
    },
    *(
        {"key": key, "title": {"zh": zh, "en": en}, "type": "number", "scale": "0"}
        for key, zh, en in (
            ("years", "合作年限", "Years"),
            ("late", "逾期天数", "Days late"),
            ("region", "地区编号", "Region"),
            ("orders", "订单数", "Orders"),
        )
    ),
]
CONCLUSIONS: Final[list[dict[str, Any]]] = [
    {
        "key": "discount",
        "title": {"zh": "折扣", "en": "Discount"},
        "type": "number",
        "scale": "1",
        "unit": "%",
    },
    {
        "key": "terms",
        "title": {"zh": "账期", "en": "Terms"},
        "type": "number",
        "scale": "0",
        "unit": "d",
    },
]


def table_of(rows: int) -> dict[str, Any]:
    """Make a table of eight inputs and two outputs, beside note and switch: twelve columns."""
    return {
        "key": "discount",
        "kind": "table",
        "title": {"zh": "折扣", "en": "Discount"},
        "hit": "first",
        "inputs": [each["key"] for each in FACTS],
        "outputs": ["discount", "terms"],
        "rows": [
            {
                "id": f"r{n}",
                "when": ["ABCD"[n % 4], '"制造业"', "-", f">= {n * 10}", "-", "0", "1, 2", "-"],
                "then": [f"{n % 20}.5", "30"],
            }
            for n in range(1, rows + 1)
        ],
    }


class Silent(WSGIRequestHandler):
    """A server that does not write down what it is asked."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...


@dataclass
class Desk:
    """The draft behind the page, and somebody else who may edit it too."""

    house: House
    other: Person
    draft: str
    address: str
    cookie: str

    @property
    def block(self) -> dict[str, Any]:
        content = get_draft(self.house, self.other, self.draft).content
        found: dict[str, Any] = content["blocks"][0]
        return found

    @property
    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.block["rows"]
        return found

    @property
    def revision(self) -> int:
        return get_draft(self.house, self.other, self.draft).revision

    def change(self, edits: list[dict[str, Any]]) -> None:
        """Edit the draft as somebody else does."""
        edit_draft(self.house, self.other, self.draft, self.revision, edits_from(edits))


def _opened(house: House, table: dict[str, Any]) -> tuple[Person, str]:
    account, _ = add_person(house, OPERATOR, "分析员乙", ("analyst",), is_demo=True)
    who = account.person
    draft = open_draft(house, who, Empty("ruleset", "discounts", Both("折扣", "Discounts")))
    parts = {"facts": FACTS, "conclusions": CONCLUSIONS, "blocks": [table]}
    edits = [{"kind": "set", "path": [part], "value": value} for part, value in parts.items()]
    edit_draft(house, who, draft.id, draft.revision, edits_from(edits))
    return who, draft.id


@contextmanager
def serving(folder: Path, table: dict[str, Any]) -> Iterator[Desk]:
    """Serve a draft with a table on a free port of this machine."""
    url = f"sqlite:///{folder / 'grid.db'}"
    settings = Settings(database_url=url, secret_key=SECRET_KEY, twin="off")
    house = open_house(settings, passwords=QUICK)
    migrate(house)
    other, draft = _opened(house, table)
    app = create_app(house, pages=True)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    here = f"http://127.0.0.1:{server.server_port}"
    try:
        address = f"{here}/drafts/{draft}/blocks/{table['key']}"
        yield Desk(house, other, draft, address, cookie_of(token_of(house), SECRET_KEY))
    finally:
        server.shutdown()
        thread.join()
        house.close()
