"""Lines without what was put around them."""

from __future__ import annotations

from io import BytesIO

import pytest

from idxdoctor.capture.logs.lines import cleaned, read_text
from idxdoctor.model.errors import InputError
from tests.capture.logs.made import CACHED, DRESSES, THREE_URLS, asked, lookup_of


@pytest.mark.parametrize("name", DRESSES)
@pytest.mark.parametrize("text", [THREE_URLS, CACHED], ids=["three urls", "cached"])
def test_a_dressed_log_tells_the_same(name: str, text: str) -> None:
    dressed = "\n".join(DRESSES[name](line) for line in text.splitlines())
    assert asked(lookup_of(dressed)) == asked(lookup_of(text))
    assert lookup_of(dressed).ending.outcome is lookup_of(text).ending.outcome


def test_a_fence_and_a_title_around_it_do_no_harm() -> None:
    assert asked(lookup_of(f"# It fails\n\n```console\n$ uv lock -vv\n{THREE_URLS}```\n")) == asked(
        lookup_of(THREE_URLS)
    )


def test_two_lines_that_were_run_together_are_parted() -> None:
    (hint, lock) = cleaned(["hint: An index (401 Unauthorized)TRACE Released lock at `/home/ann`"])
    assert (hint.level, lock.level, lock.text) == ("", "TRACE", "Released lock at `/home/ann`")


def test_a_module_before_a_message_is_no_part_of_it_and_a_version_is() -> None:
    module, version = cleaned(["0.1s DEBUG uv_client::base_client Using request timeout of 30s", "DEBUG uv 0.7.0"])
    assert (module.text, version.text) == ("Using request timeout of 30s", "uv 0.7.0")


def test_what_powershell_writes_is_read() -> None:
    lines = list(read_text(BytesIO("DEBUG uv 0.7.0\r\nTRACE é\r\n".encode("utf-16")), "log.txt"))
    assert [line.text for line in cleaned(lines)][:2] == ["uv 0.7.0", "é"]


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"log\.bin: this is no log but a binary file"):
        list(read_text(BytesIO(b"\x7fELF\x00\x00"), "log.bin"))


def test_a_line_without_an_end_is_read_in_parts() -> None:
    assert sum(len(part) for part in read_text(BytesIO(b"a" * 3_000_000), "log.txt")) == 3_000_000


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Resolving dependencies... (0.6s)Source (a): No packages found for b", "Source (a): No packages found for b"),
        ("Locking packages...INFO:pipenv.patched.pip._internal.operations.prepare:Collecting a", "Collecting a"),
        ("Resolving dependencies... (2.0s)", "Resolving dependencies... (2.0s)"),
    ],
)
def test_an_indicator_that_goes_on_as_a_message_is_no_part_of_it(raw: str, text: str) -> None:
    (line,) = cleaned([raw])
    assert line.text == text


@pytest.mark.parametrize(
    ("level", "said"),
    [("DEBUG", ""), ("INFO", ""), ("WARNING", "WARNING: "), ("ERROR", "ERROR: "), ("CRITICAL", "ERROR: ")],
)
def test_what_pipenv_logs_of_its_pip_is_read_as_pip_prints_it(level: str, said: str) -> None:
    (line,) = cleaned([f"{level}:pipenv.patched.pip._internal.network.download:HTTP error 403"])
    assert line.text == f"{said}HTTP error 403"
