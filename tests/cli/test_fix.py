"""`idxdoctor check --fix`: files of a folder, changed."""

from __future__ import annotations

import json
import os
import stat
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import pytest

from idxdoctor.cli.rewrite import Rewrite, rewrite
from idxdoctor.model.errors import InputError
from tests.cli.conftest import Cli
from tests.transport.loopback import Handler, answers, serving

CHECK: Final = ("check", "foo", "--client", "uv==0.13.9")
PAGE: Final = answers(200, b'<a href="foo-1.0-py3-none-any.whl">foo</a>', Content_Type="text/html")


def to_who_asks(request: BaseHTTPRequestHandler) -> None:
    """Give the page to those who give credentials."""
    (PAGE if "Authorization" in request.headers else answers(401, WWW_Authenticate="Basic"))(request)


def config(url: str, policy: str = "never") -> bytes:
    """Return a file with an index that is never asked with the credentials that there are."""
    secret = url.replace("://", "://ci:cabbage@") + "/simple"
    return (
        f'# mine\r\n[[index]]\r\nname = "corp"   # ours\r\nurl = "{secret}"\r\nauthenticate = "{policy}"\r\n'
        "default = true\r\n\r\n# the end\r\n"
    ).encode()


@pytest.fixture(autouse=True)
def direct(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder.is_dir()
    monkeypatch.setenv("NO_PROXY", "*")


def check(cli: Cli, folder: Path, *options: str, handler: Handler = to_who_asks) -> tuple[bytes, bytes, str, str]:
    """Return the file before and after, and both outputs."""
    with serving(handler) as server:
        before = config(server.url)
        (folder / "uv.toml").write_bytes(before)
        (folder / "uv.toml").chmod(0o640)
        result = cli(*CHECK, *options)
    assert "cabbage" not in result.out + result.err
    return before, (folder / "uv.toml").read_bytes(), result.out, result.err


def test_a_proved_fix_is_written_and_nothing_else(cli: Cli, folder: Path) -> None:
    before, after, _, err = check(cli, folder, "--fix", "--yes")
    assert "wrote uv.toml" in err
    assert after == before.replace(b'authenticate = "never"\r\n', b"")
    assert stat.S_IMODE((folder / "uv.toml").stat().st_mode) == 0o640
    assert [path.name for path in folder.iterdir()] == ["uv.toml"]


def test_a_fix_is_told_under_the_names_of_an_anonymous_report(cli: Cli, folder: Path) -> None:
    _, after, _, err = check(cli, folder, "--fix", "--yes", "--anonymize")
    assert "wrote uv.toml" in err
    assert b"corp" in after
    assert [word for word in ("corp", "ours", "mine") if word in err] == []
    assert "corp" in check(cli, folder, "--fix", "--yes")[3]


def test_without_fix_nothing_is_written(cli: Cli, folder: Path) -> None:
    before, after, _, err = check(cli, folder)
    assert (after, err) == (before, "")


def test_the_report_stays_a_document_of_its_own(cli: Cli, folder: Path) -> None:
    _, _, out, err = check(cli, folder, "--fix", "--yes", "--probe", "--format", "json", handler=answers(401))
    assert json.loads(out)["runs"]
    assert "probe: GET " in err


def test_what_helps_nobody_is_not_written(cli: Cli, folder: Path) -> None:
    before, after, _, err = check(cli, folder, "--fix", "--yes", handler=answers(401))
    assert after == before
    assert "nothing to write" in err


@pytest.mark.parametrize(("answer", "written"), [(0, False), (99, False), (1, True)])
def test_on_a_terminal_somebody_is_asked(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch, answer: int, written: bool
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: answer)
    before, after, _, err = check(cli, folder, "--fix")
    assert (after != before, "nothing was written" in err) == (written, not written)


def test_on_a_terminal_of_a_pipeline_nobody_is_asked(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: pytest.fail("somebody was asked"))
    check(cli, folder, "--fix")


def test_a_file_that_changes_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "uv.toml"
    path.write_text("new = 1")
    with pytest.raises(InputError, match="has changed since"):
        rewrite([Rewrite(path, "uv.toml", "old = 1", "other = 1")])
    assert path.read_text() == "new = 1"


def test_a_read_only_file_stays_and_so_do_the_others(tmp_path: Path) -> None:
    one, other = tmp_path / "a.toml", tmp_path / "b.toml"
    for path in (one, other):
        path.write_text("a = 1")
    other.chmod(0o444)
    with pytest.raises(InputError, match="read-only"):
        rewrite([Rewrite(path, path.name, "a = 1", "a = 2") for path in (one, other)])
    assert (one.read_text(), other.read_text(), len([*tmp_path.iterdir()])) == ("a = 1", "a = 1", 2)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_an_interrupt_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def broken(_: int) -> None:
        raise error

    path = tmp_path / "uv.toml"
    path.write_text("a = 1")
    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises((InputError, KeyboardInterrupt)):
        rewrite([Rewrite(path, "uv.toml", "a = 1", "a = 2")])
    assert (path.read_text(), len([*tmp_path.iterdir()])) == ("a = 1", 1)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "uv.toml", tmp_path / "uv.toml"
    target.write_text("a = 1")
    link.symlink_to(target)
    rewrite([Rewrite(link, "uv.toml", "a = 1", "a = 2")])
    assert (link.is_symlink(), target.read_text()) == (True, "a = 2")
