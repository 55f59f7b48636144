"""What of standard error the user sees while the log in it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Thread

import pytest

from idxdoctor.capture.tracing.sieve import Sieve

HIDDEN = (b"TRACE", b"DEBUG")


class Piped:
    """A command's standard error, and what the user sees of it."""

    def __init__(self) -> None:
        self.read_end, self.command = os.pipe()
        self.seen_end, self.user = os.pipe()
        self.sieve = Sieve(self.read_end, self.user, HIDDEN)
        self.lines: list[str] = []
        self.thread = Thread(target=lambda: self.lines.extend(self.sieve.lines()))
        self.thread.start()

    def write(self, text: str) -> None:
        os.write(self.command, text.encode())

    def sees(self, length: int) -> str:
        """Return what the user sees next, of which there is this much."""
        return os.read(self.seen_end, length).decode()

    def end(self) -> str:
        """End the command and return what the user then sees."""
        os.close(self.command)
        self.thread.join(5)
        os.close(self.user)
        self.user = -1
        return os.read(self.seen_end, 1 << 16).decode()


@pytest.fixture
def piped() -> Iterator[Piped]:
    """A command at work."""
    piped = Piped()
    yield piped
    for end in (piped.read_end, piped.seen_end):
        os.close(end)


def test_what_was_added_is_read_and_not_seen(piped: Piped) -> None:
    piped.write("Resolved 1 package\nDEBUG uv 0.7.0\nTRACE x\n + flask==1\n")
    assert piped.end() == "Resolved 1 package\n + flask==1\n"
    assert piped.lines == ["Resolved 1 package", "DEBUG uv 0.7.0", "TRACE x", " + flask==1"]


def test_a_log_beside_the_output_is_read_and_not_seen() -> None:
    read_end, command = os.pipe()
    seen_end, user = os.pipe()
    os.write(command, b"one\n\ntwo")
    os.close(command)
    assert list(Sieve(read_end, user, None).lines()) == ["one", "", "two"]
    os.close(user)
    assert os.read(seen_end, 10) == b""
    for end in (read_end, seen_end):
        os.close(end)


def test_the_calls_that_an_error_in_the_log_lists_are_not_seen(piped: Piped) -> None:
    log = "TRACE Retrying: x\n\nStack backtrace:\n   0: a::b\n   1: start_thread\n        at ./c.c:1:2\n"
    piped.write(f"{log}   2: clone3\n        at ./d.S:3\n\nerror: no\n  cause: y\n")
    assert piped.end() == "\nerror: no\n  cause: y\n"


def test_a_question_is_seen_before_its_line_ends(piped: Piped) -> None:
    piped.write("TRACE x\nUser")
    assert piped.sees(100) == "User"
    piped.write("name: ")
    assert piped.sees(100) == "name: "
    piped.write("\ndone")
    assert piped.sees(100) + piped.end() == "\ndone"


def test_a_line_in_pieces_is_held_back_until_it_shows_what_it_is(piped: Piped) -> None:
    piped.write("DEB")
    piped.write("UG secret\nDE")
    piped.write("PENDENCY\n")
    assert piped.end() == "DEPENDENCY\n"


def test_a_painted_line_is_known_too(piped: Piped) -> None:
    piped.write("\x1b[34mDEBUG\x1b[39m x\n\x1b[1mResolved\x1b[0m\n")
    assert piped.end() == "\x1b[1mResolved\x1b[0m\n"


def test_the_causes_of_a_hidden_error_are_hidden_and_those_of_a_shown_one_are_not(piped: Piped) -> None:
    piped.write("DEBUG failed\n  Caused by: x\n\n    0: y\nerror: failed\n  Caused by: x\n\n  hint: z\n")
    assert piped.end() == "error: failed\n  Caused by: x\n\n  hint: z\n"


def test_a_blank_line_between_hidden_ones_may_be_the_users(piped: Piped) -> None:
    piped.write("error: x\nDEBUG a\n\nDEBUG b\nhint: y\nDEBUG c\n\n")
    assert piped.end() == "error: x\n\nhint: y\n\n"


def test_a_question_after_a_hidden_line_is_seen_at_once(piped: Piped) -> None:
    piped.write("DEBUG a\nContinue? ")
    assert piped.sees(100) == "Continue? "
    piped.write("y\n  Caused by: what was typed\n")
    assert piped.end() == "y\n  Caused by: what was typed\n"


def test_a_line_that_never_ends_is_seen_at_the_end(piped: Piped) -> None:
    piped.write("\rBuilding\rBuilt")
    assert piped.end() == "\rBuilding\rBuilt"


def test_bytes_that_are_no_text_pass_as_they_are(piped: Piped) -> None:
    os.write(piped.command, b"\xff\xfe\n")
    os.close(piped.command)
    piped.thread.join(5)
    assert os.read(piped.seen_end, 10) == b"\xff\xfe\n"


def test_who_holds_the_pipe_open_is_not_waited_for(piped: Piped) -> None:
    piped.write("last\n")
    piped.sieve.closing = True
    piped.thread.join(5)
    assert not piped.thread.is_alive()
    assert piped.lines == ["last"]
    os.close(piped.command)


def test_a_user_who_sees_nothing_any_more_does_not_stop_the_reading() -> None:
    read_end, command = os.pipe()
    seen_end, user = os.pipe()
    os.close(seen_end)
    os.write(command, b"one\ntwo\n")
    os.close(command)
    assert list(Sieve(read_end, user, HIDDEN).lines()) == ["one", "two"]
    for end in (read_end, user):
        os.close(end)
