"""Who may write: by the way a person came in."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

import pytest

from ja4dash.errors import Category, FieldError, RightsError
from ja4dash.rights import MAX_NAME, Person, Right, Role, Visit, account, command_line, identified, require
from ja4dash.settings import Settings, SettingsError, load

LOCAL = Visit(address="127.0.0.1", host="127.0.0.1:8501")


def settings(**changes: object) -> Settings:
    return load(engine="embedded", **changes)


@pytest.mark.parametrize(
    ("address", "host", "forwarded", "local"),
    [
        ("127.0.0.1", "127.0.0.1:8501", False, True),
        ("localhost", "localhost:8501", False, True),
        ("::1", "[::1]:8501", False, True),
        ("127.0.0.53", "LOCALHOST", False, True),
        ("", "localhost:8501", False, False),
        ("0.0.0.0", "127.0.0.1:8501", False, False),
        ("192.0.2.1", "127.0.0.1:8501", False, False),
        ("soc.example", "127.0.0.1:8501", False, False),
        ("127.0.0.1", "soc.example", False, False),
        ("127.0.0.1", "127.0.0.1.evil.example:8501", False, False),
        ("127.0.0.1", "", False, False),
        ("127.0.0.1", "127.0.0.1:8501", True, False),
    ],
)
def test_only_this_machine_is_local(address: str, host: str, *, forwarded: bool, local: bool) -> None:
    """A proxy before the server, or a foreign name that leads to it (DNS rebinding), makes the request foreign."""
    assert Visit(address=address, host=host, forwarded=forwarded).local is local


def test_on_this_machine_a_person_is_an_analyst_under_a_name_of_choice() -> None:
    assert identified(settings(), LOCAL) == Person(account(), Role.ANALYST, "On this machine, without sign-in.")
    assert identified(settings(), Visit("127.0.0.1", "localhost", name="  Ana  ")).name == "Ana"


def test_a_server_for_everybody_is_read_only_and_says_so() -> None:
    visit = Visit(address="0.0.0.0", host="soc.example")
    who = identified(settings(), visit)
    assert who.role is Role.VIEWER
    assert who.why.startswith("Read-only: this server can be reached from other machines and nobody signs in.")
    assert identified(settings(anonymous_writes=True), visit).role is Role.ANALYST


def test_who_must_sign_in_is_nobody_before() -> None:
    assert identified(settings(anonymous_writes=True), Visit("127.0.0.1", "localhost", sign_in=True)).role is Role.NOBODY


LISTS: Mapping[str, object] = {
    "admins": ["Boss@x.example"],
    "analysts": "ana@x.example, soc-tier-2",
    "viewers": ["eve@x.example"],
}


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "boss@X.example"}, Role.ADMIN),
        ({"email": "ana@x.example"}, Role.ANALYST),
        ({"email": "ana@x.example", "email_verified": True}, Role.ANALYST),
        ({"email": "ana@x.example", "email_verified": False}, Role.NOBODY),
        ({"email": "eve@x.example"}, Role.VIEWER),
        ({"email": "eve@x.example", "groups": ["soc-tier-2"]}, Role.ANALYST),
        ({"email": "", "sub": "17", "groups": "SOC-tier-2"}, Role.ANALYST),
        ({"sub": "17", "roles": ["soc-tier-2"]}, Role.NOBODY),
        ({"email": "ana@x.example.evil"}, Role.NOBODY),
        ({}, Role.NOBODY),
    ],
)
def test_a_sign_in_gives_the_strongest_role_of_the_lists(claims: Mapping[str, Any], role: Role) -> None:
    chosen = settings(**LISTS, role_claim="groups", other_people="nobody")
    assert identified(chosen, Visit("127.0.0.1", "localhost", sign_in=True, claims=claims)).role is role


def test_roles_inside_a_claim_and_people_on_no_list() -> None:
    deep = settings(analysts=["soc"], role_claim="realm_access.roles")
    claims: dict[str, Any] = {"email": "x@x.example", "realm_access": {"roles": ["soc"]}}
    assert identified(deep, Visit(claims=claims)).role is Role.ANALYST
    assert identified(deep, Visit(claims={"email": "x@x.example", "realm_access": "soc"})).role is Role.VIEWER


def test_names_of_sign_ins_cannot_pass_for_visitors_or_carry_control_characters() -> None:
    assert identified(settings(), Visit(claims={"sub": "visitor-1\x1b[2J\u2028"})).name == "1[2J"
    assert identified(settings(), Visit(claims={})).name == "unnamed"


def test_a_demo_makes_visitors_of_all_but_those_who_sign_in() -> None:
    demo = settings(demo=True, analysts=["ana@x.example"])
    assert identified(demo, Visit("127.0.0.1", "localhost", number="0123456789")) == Person(
        "visitor-01234567", Role.VISITOR, "A public demo: what visitors decide is kept apart and removed."
    )
    assert identified(demo, Visit(sign_in=True, claims={"email": "ana@x.example"})).role is Role.ANALYST


@pytest.mark.parametrize("told", [True, "true", "1"])
def test_a_demo_keeps_itself_small(told: object) -> None:
    assert (load(demo=told).memory_limit_mb, load(demo=told).retention_days) == (512, 14)
    assert load(demo=told, memory_limit_mb=700).memory_limit_mb == 700
    assert (load().memory_limit_mb, load(demo="false").retention_days) == (0, 0)


def test_a_demo_never_runs_on_a_servers_data() -> None:
    with pytest.raises(SettingsError, match=r"^JA4DASH_DEMO: a demo runs on the embedded engine") as caught:
        load(demo=True, host="ch.example", password="secret")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["x" * (MAX_NAME + 1), "a\nb", "a\u2028b", "Visitor-7"])
def test_a_name_that_cannot_be_written_is_refused(name: str) -> None:
    with pytest.raises(FieldError) as caught:
        command_line(name)
    assert caught.value.field == "name"
    with pytest.raises(FieldError):
        identified(settings(), Visit("127.0.0.1", "localhost", name=name))


def test_the_command_line_is_the_accounts() -> None:
    assert command_line() == Person(account(), Role.ADMIN, "At the command line.")
    assert command_line("ana").name == "ana"


MAY: Mapping[Role, set[Right]] = {
    Role.NOBODY: set(),
    Role.VIEWER: {Right.READ},
    Role.VISITOR: {Right.READ, Right.DECIDE, Right.KEEP},
    Role.ANALYST: {Right.READ, Right.DECIDE, Right.CURATE, Right.KEEP},
    Role.ADMIN: {Right.READ, Right.DECIDE, Right.CURATE, Right.KEEP},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_what_a_role_may(role: Role, right: Right) -> None:
    person = Person("ana", role)
    if right in MAY[role]:
        require(person, right)
        return
    with pytest.raises(RightsError) as caught:
        require(person, right)
    assert caught.value.category is Category.RIGHTS
    assert caught.value.message == f"ana may not {right} as {role}"
    assert "JA4DASH_ANALYSTS" in caught.value.advice


@pytest.mark.parametrize("error", [RightsError("no", "ask"), FieldError("comment", "too long")])
def test_errors_survive_a_cache(error: RightsError | FieldError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.message, again.advice) == (type(error), error.message, error.advice)
