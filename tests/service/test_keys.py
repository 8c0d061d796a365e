"""API keys: shown once, verified, scoped, revoked."""

import pytest
from sqlalchemy import text

from rulesets.errors import CallerError, FenjiError, OperatorError
from service.house import House
from service.keys import add_key, list_keys, revoke_key, verify_key
from tests.houses import NOON, Clock, codes, new_house


@pytest.fixture
def house(database_url: str) -> House:
    return new_house(database_url, Clock())


def test_a_key_is_verified_by_its_text(house: House) -> None:
    key, shown = add_key(house, "  ERP 生产 ", {"read", "evaluate"}, 60)
    assert (key.name, key.scopes, key.rate_per_minute) == ("ERP 生产", ("evaluate", "read"), 60)
    assert key.created_at > NOON
    assert shown.startswith(f"fenji_{key.id}_")
    assert verify_key(house, shown) == key
    assert list_keys(house) == (key,)


def test_the_text_is_not_stored(house: House) -> None:
    _, shown = add_key(house, "ERP")
    secret = shown.split("_", 2)[2]
    assert len(secret) >= 43
    with house.database.reading() as transaction:
        row = transaction.execute(text("SELECT * FROM api_keys")).one()
    assert not any(secret in str(value) for value in row)


def test_what_is_not_a_valid_key_is_refused_alike(house: House) -> None:
    key, shown = add_key(house, "ERP")
    other, _ = add_key(house, "ERP")
    wrong = [
        *("", "fenji", "fenji_", "fenji__", "Bearer", "\0", "fenji_\0_x", "\ud800", "客户_a_b"),
        *(shown[:-1], shown + "x", shown.upper(), shown.replace("fenji", "other")),
        *(f"fenji_{key.id}_", f"fenji_{key.id}_\ud800", shown.replace(key.id, other.id)),
        f"fenji_{key.id}_{'0' * 64}",
    ]
    for presented in wrong:
        with pytest.raises(CallerError) as refused:
            verify_key(house, presented)
        assert codes(refused.value) == ["api-key-refused"]


def test_a_revoked_key_is_refused(house: House) -> None:
    key, shown = add_key(house, "ERP")
    revoked = revoke_key(house, key.id)
    assert revoked.revoked_at is not None
    assert revoke_key(house, key.id) == revoked
    with pytest.raises(CallerError, match="api-key-refused"):
        verify_key(house, shown)
    with pytest.raises(OperatorError, match="unknown-api-key"):
        revoke_key(house, "nobody")


def test_a_scope_is_needed(house: House) -> None:
    key, _ = add_key(house, "ERP", ["read"])
    key.require("read")
    with pytest.raises(CallerError, match="scope-needed"):
        key.require("evaluate")


@pytest.mark.parametrize(
    ("name", "scopes", "rate", "expected"),
    [
        ("", ["read"], 1, ["bad-key-name"]),
        ("a\n", ["read"], 1, []),
        ("a\nb", ["read"], 1, ["bad-key-name"]),
        ("x" * 101, ["read"], 1, ["bad-key-name"]),
        ("a", [], 1, ["unknown-scope"]),
        ("a", ["write", "read", "admin"], 1, ["unknown-scope", "unknown-scope"]),
        ("a", ["read"], 0, ["bad-rate"]),
        ("", ["write"], 10**9, ["bad-key-name", "unknown-scope", "bad-rate"]),
    ],
)
def test_a_bad_key_is_not_made(
    house: House, name: str, scopes: list[str], rate: int, expected: list[str]
) -> None:
    found: list[str] = []
    try:
        add_key(house, name, scopes, rate)
    except FenjiError as error:
        found = codes(error)
    assert found == expected
    assert len(list_keys(house)) == (0 if expected else 1)
