"""Secrets stay secret wherever a program may show a value."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idxdoctor.model.secret import MASK, Secret, shown_username

CANARY = "zq7Canary"


@dataclass(frozen=True)
class Holder:
    secret: Secret


@pytest.mark.parametrize(
    "shown",
    [
        str(Secret(CANARY)),
        repr(Secret(CANARY)),
        f"{Secret(CANARY)}",
        f"{Secret(CANARY)!r:>10}",
        "{}".format(Secret(CANARY)),  # noqa: UP032 - another way to the text
        "%s %r" % (Secret(CANARY), Secret(CANARY)),  # noqa: UP031 - another way to the text
        repr([Secret(CANARY)]),
        repr({"password": Secret(CANARY)}),
        repr(Holder(Secret(CANARY))),
    ],
)
def test_a_secret_is_masked_wherever_it_is_shown(shown: str) -> None:
    assert MASK in shown
    assert CANARY not in shown


def test_a_format_holds_for_the_mask() -> None:
    assert f"{Secret(CANARY):>6}" == "  ****"


def test_a_log_record_masks_it(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").error("the password is %s", Secret(CANARY))
    assert caplog.messages == ["the password is ****"]


def test_a_traceback_with_local_values_masks_it() -> None:
    def fails(password: Secret) -> None:
        raise ValueError(f"{password} is wrong", password)

    with pytest.raises(ValueError, match="is wrong") as caught:
        fails(Secret(CANARY))
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "password = ****" in shown
    # The line of the test itself names the constant, never its value.
    assert CANARY not in shown


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_secret_cannot_be_pickled(protocol: int) -> None:
    with pytest.raises(TypeError, match="can't be pickled"):
        pickle.dumps(Holder(Secret(CANARY)), protocol)


def test_a_secret_is_no_json() -> None:
    with pytest.raises(TypeError) as caught:
        json.dumps(Secret(CANARY))
    assert CANARY not in str(caught.value)


def test_a_secret_cannot_be_copied_by_way_of_pickling() -> None:
    with pytest.raises(TypeError, match="can't be pickled"):
        copy.copy(Secret(CANARY))


def test_a_secret_has_no_other_attributes() -> None:
    assert not hasattr(Secret(CANARY), "__dict__")


def test_reveal_is_the_way_to_the_text() -> None:
    assert Secret(CANARY).reveal() == CANARY


@given(st.text(), st.text())
def test_secrets_are_equal_as_their_texts_are(one: str, other: str) -> None:
    assert (Secret(one) == Secret(other)) == (one == other)
    assert hash(Secret(one)) == hash(Secret(one))
    assert bool(Secret(one)) == bool(one)
    assert Secret(one) != one


@pytest.mark.parametrize("password", [None, Secret(""), Secret("x"), Secret("X"), Secret("x-oauth-basic")])
def test_a_username_that_stands_alone_may_be_a_token(password: Secret | None) -> None:
    assert shown_username(CANARY, password) == MASK


@pytest.mark.parametrize("password", [None, Secret(""), Secret("x")])
@pytest.mark.parametrize("username", ["__token__", "oauth2accesstoken", "aws", ""])
def test_a_username_that_everybody_has_is_shown(username: str, password: Secret | None) -> None:
    assert shown_username(username, password) == username


def test_a_username_beside_a_password_is_shown() -> None:
    assert shown_username("ci", Secret(CANARY)) == "ci"


@pytest.mark.parametrize("token", ["eyJhbGciOiJub25lIn0.e30.c2ln", "glpat-madeup", "ghp_madeup", "pypi-AgEmadeup"])
def test_a_username_that_has_the_form_of_a_token_is_masked_beside_any_password(token: str) -> None:
    assert shown_username(token, Secret("cabbage")) == "****"


def test_a_username_that_only_begins_like_a_token_is_shown() -> None:
    assert shown_username("eyJo", Secret("cabbage")) == "eyJo"
