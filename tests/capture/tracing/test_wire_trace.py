"""What mitmdump tells becomes a trace: by the model where it fits, else as the wire shows it."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

from idxdoctor.capture.tracing.wire_trace import trace_of_wire
from idxdoctor.clients.registry import client_of
from idxdoctor.config.surroundings import DiskFiles, Surroundings
from idxdoctor.model.exchange import Failure
from idxdoctor.model.trace import Client, Outcome, Trace

UV = client_of("uv==0.13.9")
HTML = {"content-type": "text/html"}
ENV = {"UV_DEFAULT_INDEX": "https://ci:made-up@h.example/simple"}


def who(name: str | None) -> str | None:
    return name and "Basic " + b64encode(f"{name}:made-up".encode()).decode()


class Told:
    """Events, as mitmdump tells them."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def asked(self, url: str, status: int | None, user: str | None = None, method: str = "GET", **headers: str) -> Told:
        """Add a request, and its answer if there is one."""
        scheme, _, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        number = str(len(self.events))
        told = {"kind": "request", "id": number, "method": method, "origin": f"{scheme}://{host}:443"}
        self.events.append({**told, "path": slash + path, "authorization": who(user)})
        if status is not None:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            self.events.append({"kind": "answer", "id": number, "status": status, "headers": {**HTML, **named}})
        return self

    def failed(self, why: str) -> Told:
        """Say that the last request was not answered."""
        self.events.append({"kind": "failure", "id": self.events[-1]["id"], "why": why})
        return self

    def unreached(self, host: str, why: str) -> Told:
        """Say that a server was not reached."""
        self.events.append({"kind": "unreached", "host": host, "port": 443, "why": why})
        return self


def traced(
    told: Told, tmp_path: Path, env: dict[str, str] = ENV, status: int = 1, client: Client = UV, **files: str
) -> Trace:
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    here = Surroundings(DiskFiles(tmp_path, tmp_path), env, ("lock",) if files else ("pip", "install"))
    return trace_of_wire(told.events, client, here, status)[0]


def outline(trace: Trace) -> list[tuple[str, str, int | None]]:
    (lookup,) = trace.lookups
    return [(one.request.decision.code, str(one.request.credential), one.answer.status) for one in lookup.exchanges]


def test_what_the_model_expects_has_its_reasons(tmp_path: Path) -> None:
    trace = traced(Told().asked("https://h.example/simple/foo/", 403, "ci"), tmp_path)
    assert outline(trace) == [("uv.url-credentials", "ci", 403)]
    (lookup,) = trace.lookups
    assert (lookup.ending.outcome, lookup.ending.status, trace.doubt) == (Outcome.STOPPED, 403, None)
    assert str(lookup.exchanges[0].request.credential and lookup.exchanges[0].request.credential.provenance) == (
        "UV_DEFAULT_INDEX"
    )


def test_a_kept_copy_that_is_still_good_is_the_page(tmp_path: Path) -> None:
    trace = traced(Told().asked("https://h.example/simple/foo/", 304, "ci"), tmp_path, status=0)
    assert outline(trace) == [("uv.url-credentials", "ci", 304)]
    assert (trace.lookups[0].ending.outcome, trace.doubt) == (Outcome.FOUND, None)


def test_the_keyring_is_seen_by_what_it_gave(tmp_path: Path) -> None:
    env = {"UV_DEFAULT_INDEX": "https://bot@h.example/simple", "UV_KEYRING_PROVIDER": "subprocess"}
    told = Told().asked("https://h.example/simple/foo/", 200, "bot")
    trace = traced(told, tmp_path, env, status=0)
    (lookup,) = trace.lookups
    assert [call.answered for call in lookup.keyring][-1:] == [True]
    assert str(lookup.exchanges[-1].request.credential) == "bot"
    assert trace.doubt is None


def test_the_first_request_that_the_model_does_not_expect_is_told(tmp_path: Path) -> None:
    told = Told().asked("https://h.example/simple/foo/", 401).asked("https://h.example/simple/foo/", 200, "ci")
    trace = traced(told, tmp_path, status=0)
    assert outline(trace) == [("wire.unexpected", "None", 401), ("wire.seen", "ci", 200)]
    assert trace.doubt is not None
    assert trace.doubt.startswith("uv 0.13.9 did what its model does not expect: GET https://h.example/simple/foo/ as")
    assert trace.lookups[0].ending.outcome is Outcome.FOUND


def test_several_packages_share_what_they_learn(tmp_path: Path) -> None:
    told = Told().asked("https://h.example/simple/a/", 200, "ci").asked("https://h.example/simple/b/", 404, "ci")
    trace = traced(told, tmp_path)
    assert [(one.package, one.ending.outcome.value) for one in trace.lookups] == [("a", "found"), ("b", "not-found")]
    assert trace.doubt is None


def test_files_stand_beside_their_package(tmp_path: Path) -> None:
    told = Told().asked("https://h.example/simple/foo/", 200, "ci")
    told.asked("https://files.example/Foo-1.0-py3-none-any.whl.metadata", 403, method="GET")
    trace = traced(told, tmp_path)
    (lookup,) = trace.lookups
    assert [(one.request.url.host, one.answer.status) for one in lookup.files] == [("files.example", 403)]
    assert lookup.file_fault is not None


def test_a_server_that_is_not_reached_is_told_for_what_the_project_needs(tmp_path: Path) -> None:
    project = '[project]\nname = "x"\nversion = "1"\ndependencies = ["foo"]\n'
    told = Told().unreached("h.example", "certificate verify failed: unable to get local issuer certificate")
    trace = traced(told, tmp_path, pyproject=project)
    (lookup,) = trace.lookups
    assert (lookup.package, [one.answer.failure for one in lookup.exchanges]) == ("foo", [Failure.TLS])


def test_a_server_that_is_not_reached_for_who_knows_which_package(tmp_path: Path) -> None:
    trace = traced(Told().unreached("h.example", "[Errno -2] Name or service not known"), tmp_path)
    (lookup,) = trace.lookups
    assert (lookup.package, lookup.ending.outcome) == ("(unknown)", Outcome.FAILED)
    assert [one.answer.failure for one in lookup.exchanges] == [Failure.NAME]


def test_a_request_that_the_client_gave_up_has_no_answer(tmp_path: Path) -> None:
    told = Told().asked("https://h.example/simple/foo/", None, "ci").failed("Client disconnected.")
    (lookup,) = traced(told, tmp_path).lookups
    assert [one.answer.failure for one in lookup.exchanges] == [Failure.RESET]
    assert lookup.ending.outcome is Outcome.FAILED


def test_without_a_model_pages_are_told_by_their_looks(tmp_path: Path) -> None:
    told = Told().asked("https://h.example/simple/foo/", 401).asked("https://h.example/simple/foo/", 302, "ci")
    told.events[-1]["headers"]["location"] = "https://other.example/x/"
    told.asked("https://other.example/x/", 200).asked("https://h.example/login", 200)
    client = Client("installer", "1.0", verified=False)
    here = Surroundings(DiskFiles(tmp_path, tmp_path))
    trace, rest = trace_of_wire(told.events, client, here, 0)
    assert outline(trace) == [("wire.seen", "None", 401), ("wire.seen", "ci", 302), ("wire.seen", "None", 200)]
    (lookup,) = trace.lookups
    assert [str(index.url) for index in lookup.ending.indexes] == ["https://h.example/simple/"]
    assert (lookup.package, [str(one.url) for one in rest]) == ("foo", ["https://h.example/login"])
