"""The house: everything a use case needs, wired once for a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.decision import Runtime
from engine.runtimes.compiled import Compiled
from engine.runtimes.durable import Durable, is_here
from engine.runtimes.reference import Reference
from rulesets.errors import OperatorError
from service.draft_cache import DraftCache
from service.heads import Heads
from service.loading import Versions
from service.passwords import Passwords
from service.recording import Recorder
from service.settings import Clock, Settings, system_clock
from service.tally import Tally
from service.twin import Twins, policy_from
from storage.database import Database
from storage.migrating import migrate as run_migrations
from storage.migrating import require_newest

DEFAULT_ENGINE = "compiled"


@dataclass(frozen=True)
class House:
    """The wired application: every use case takes it first. All threads of a process share it."""

    settings: Settings
    database: Database
    clock: Clock
    runtimes: Mapping[str, Runtime]
    versions: Versions
    heads: Heads
    recorder: Recorder
    twins: Twins
    tally: Tally
    passwords: Passwords
    drafts: DraftCache = field(default_factory=DraftCache)

    def close(self) -> None:
        """Let go of the database and end the twin."""
        self.twins.close()
        self.database.close()


def open_house(
    settings: Settings | str | None = None,
    *,
    clock: Clock = system_clock,
    runtimes: Mapping[str, Runtime] | None = None,
    passwords: Passwords | None = None,
) -> House:
    """Wire a house. The database is not touched before it is used; call `migrate` first.

    Args:
        settings: the settings, or only the address of the database; None for the defaults.
        clock: gives the present; tests give their own.
        runtimes: the engines by name; None for all there are.
        passwords: how passwords are hashed; tests give one that is quick.

    Raises:
        OperatorError: `bad-database-url`, or `bad-setting` of `FENJI_TWIN`.
    """
    if not isinstance(settings, Settings):
        settings = Settings(database_url=settings) if settings else Settings()
    engines = runtimes if runtimes is not None else all_runtimes()
    database = Database(settings.database_url)
    versions = Versions(database, engines)
    return House(
        settings=settings,
        database=database,
        clock=clock,
        runtimes=engines,
        versions=versions,
        heads=Heads(database),
        recorder=Recorder(database),
        twins=Twins(policy_from(settings.twin), versions),
        tally=Tally(),
        passwords=passwords or Passwords(),
    )


def all_runtimes() -> dict[str, Runtime]:
    """Give every engine there is, by name; the durable one only where durable-rules is."""
    engines: list[Runtime] = [Reference(), Compiled(), *([Durable()] if is_here() else [])]
    return {each.name: each for each in engines}


def migrate(house: House) -> None:
    """Make the database's tables, or bring them to the newest shape; nothing if they have it.

    Raises:
        OperatorError: the database cannot be reached, or a newer Fenji made it.
    """
    house.database.make_file()
    with house.database.writing() as transaction:
        run_migrations(transaction)


def readiness(house: House) -> OperatorError | None:
    """Tell whether the house can answer: None, or why not."""
    try:
        require_ready(house)
    except OperatorError as error:
        return error
    return None


def has_database(house: House) -> bool:
    """Tell whether there is a database, at least its file."""
    return house.database.file is None or house.database.file.exists()


def require_ready(house: House) -> None:
    """Refuse to go on without a database of this Fenji's shape; nothing is made or changed.

    Raises:
        OperatorError: `no-database`, `database-not-migrated`, or it cannot be reached.
    """
    with house.database.reading() as transaction:
        require_newest(transaction)
