"""The secret key: made once for its owner's eyes, and never made in production."""

from dataclasses import replace
from pathlib import Path

import pytest

from rulesets.errors import OperatorError
from service.secret_key import secret_key
from service.settings import Settings, settings_from


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(secret_key_file=str(tmp_path / "var" / "secret-key"))


def test_it_is_made_at_the_first_run_and_kept(settings: Settings) -> None:
    made = secret_key(settings)
    assert len(made) >= 43
    assert secret_key(settings) == made
    assert Path(settings.secret_key_file).stat().st_mode & 0o777 == 0o600


def test_production_does_not_start_without_one(settings: Settings) -> None:
    production = replace(settings, is_production=True)
    with pytest.raises(OperatorError, match="secret-key-needed"):
        secret_key(production)
    assert not Path(settings.secret_key_file).exists()
    given = "of this test and of nothing else in the world"
    assert secret_key(replace(production, secret_key=given)) == given
    made = secret_key(settings)
    assert secret_key(production) == made


@pytest.mark.parametrize(("value", "is_on"), [("on", True), ("off", False), ("", False)])
def test_the_setting(value: str, *, is_on: bool) -> None:
    assert settings_from({"FENJI_PRODUCTION": value}).is_production == is_on
    assert not settings_from({}).is_production
