"""People: accounts, what each may do, signing in."""

from __future__ import annotations

from service.people import keys
from service.people.accounts import (
    add_person,
    change_password,
    disable,
    enable,
    find_account,
    get_account,
    has_people,
    keep_preferences,
    list_people,
    reset_password,
    set_roles,
)
from service.people.demonstration import demo_accounts, why_not_beyond
from service.people.model import (
    OPERATOR,
    ROLE_TITLES,
    ROLES,
    Account,
    Person,
    Role,
    Session,
    SignedIn,
)
from service.people.rights import ACTS, RIGHTS, Act, may, require, role_names
from service.people.signing_in import (
    end_session,
    end_sessions,
    sessions_of,
    sign_in,
    sign_out,
    signed_in,
    whose,
)

__all__ = [
    "ACTS",
    "OPERATOR",
    "RIGHTS",
    "ROLES",
    "ROLE_TITLES",
    "Account",
    "Act",
    "Person",
    "Role",
    "Session",
    "SignedIn",
    "add_person",
    "change_password",
    "demo_accounts",
    "disable",
    "enable",
    "end_session",
    "end_sessions",
    "find_account",
    "get_account",
    "has_people",
    "keep_preferences",
    "keys",
    "list_people",
    "may",
    "require",
    "reset_password",
    "role_names",
    "sessions_of",
    "set_roles",
    "sign_in",
    "sign_out",
    "signed_in",
    "whose",
    "why_not_beyond",
]
