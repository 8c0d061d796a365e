"""People: accounts and what each may do."""

from __future__ import annotations

from service.people.model import ROLES, Person, Role
from service.people.rights import RIGHTS, Act, may, require

__all__ = ["RIGHTS", "ROLES", "Act", "Person", "Role", "may", "require"]
