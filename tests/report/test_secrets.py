"""No output holds a secret in any encoding, wherever in a world the secret stands."""

from __future__ import annotations

import json
import logging
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.fixes.proof import with_proofs
from idxdoctor.diagnosis.probes.probe import planned, with_probes
from idxdoctor.diagnosis.replay import trial_in
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.errors import IdxdoctorError
from idxdoctor.report.formats.json_report import json_report
from idxdoctor.report.layout import plain
from idxdoctor.report.terminal import terminal_report
from idxdoctor.report.views.side_by_side import side_by_side
from idxdoctor.report.views.summary import summary
from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.bench import MockedBench
from tests.worlds import Data, check_mocked, replay_of, server, world_text

VERSIONS: Final = ("0.6.15", "0.6.17", "0.7.0", "0.7.4", "0.7.16", "0.13.9")
HARD: Final = "p\"a's%s+w/o r&d\\<ü>:@?#=\u202e"

secrets = st.one_of(
    st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=8, max_size=24),
    st.text("abcXYZ019%+/ \"'&=@:#?\\", min_size=8, max_size=24),
    st.text("ABCdef0123456789_-", min_size=200, max_size=300),
).filter(lambda text: text == text.strip() and len(set(text)) > 4)


def encodings(secret: str) -> Iterator[str]:
    """Return the secret in every spelling in which it might slip out."""
    once = quote(secret, safe="")
    lower = re.sub("%..", lambda octet: octet[0].lower(), once)
    yield from (secret, once, lower, quote(secret), quote_plus(secret), quote(once, safe=""))
    yield from (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1])
    for text in (secret, f"ci:{secret}"):
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(text.encode()).decode().rstrip("=")


def given_at(place: str, secret: str) -> dict[str, Any]:
    """Return what the user gave: the index h.example, and the secret in one place."""
    user = f"ci:{quote(secret, safe='')}@"
    url = "https://{}h.example/simple"
    pair = {"UV_INDEX": "corp=" + url.format(""), "UV_INDEX_CORP_USERNAME": "ci", "UV_INDEX_CORP_PASSWORD": secret}
    quoted = '"' + secret.replace("\\", "\\\\").replace('"', '\\"') + '"'
    by_keyring = {"UV_INDEX_URL": url.format("ci@"), "UV_KEYRING_PROVIDER": "subprocess"}
    places: dict[str, dict[str, Any]] = {
        "url": {"env": {"UV_INDEX_URL": url.format(user)}},
        "username": {"env": {"UV_INDEX_URL": url.format(quote(secret, safe="") + "@")}},
        "token": {"env": {"UV_INDEX_URL": url.format(quote(secret, safe="") + ":x-oauth-basic@")}},
        "pair": {"env": pair},
        "netrc": {
            "env": {"UV_INDEX_URL": url.format("")},
            "files": {"~/.netrc": f"machine h.example login ci password {quoted}\n"},
        },
        "keyring": {
            "env": by_keyring,
            "keyring": [{"service": "https://h.example/simple", "username": "ci", "password": secret}],
        },
        "args": {"env": {}, "args": {"uv": ["--extra-index-url", url.format(user)]}},
        "toml": {"env": {}, "files": {"uv.toml": f'[[index]]\nname = "corp"\nurl = "{url.format(user)}"\n'}},
        "requirements": {
            "env": {},
            "command": {"uv": "pip install"},
            "args": {"uv": ["-r", "requirements.txt"]},
            "files": {"requirements.txt": f"--extra-index-url {url.format(user)} # mine\nfoo\n"},
        },
        "netrc-lines": {
            "env": {"UV_INDEX_URL": url.format("")},
            "files": {
                "~/.netrc": f"# mine\nmachine h.example\n  login ci\n  password\n  {quoted}\n"
                "default login a password b\n"
            },
        },
        "context": {
            "env": {"UV_INDEX_OTHER_USERNAME": "me"},
            "files": {
                "uv.toml": f'[[index]]\nname = "corp"\nurl = "{url.format(user)}"\n\n# {url.format(user)}\n[[index]]\n'
                f'name = "other"\nurl = "{url.format("")}/other"\nauthenticate = "always"\n'
            },
        },
        "query": {"env": by_keyring | {"UV_INDEX_URL": url.format("ci@") + f"?sig={quote(secret, safe='')}"}},
    }
    return places[place]


def answering(secret: str, reflected: str) -> list[Data]:
    """Return servers that show the secret wherever a server can."""
    query = f"?sig={quote(secret, safe='')}&x={quote_plus(secret)}"
    headers = {"WWW-Authenticate": f"Basic realm={reflected}", "X-Secret": reflected}
    leads = {
        "redirect": f"https://ci:{quote(secret, safe='')}@b.example/{quote(reflected)}/{query}",
        "headers": headers,
    }
    accounts = {"ci": secret}
    return [
        server("https://h.example", {"as": "ci", "answer": leads}, {"answer": {"status": 401, "headers": headers}})
        | {"accounts": accounts},
        server("https://b.example", {"answer": {"status": 403, "body": reflected, "headers": headers}}),
        server(
            "https://pypi.org", {"answer": {"redirect": f"/{quote(reflected, safe='!()+:@&=')}", "headers": headers}}
        ),
    ]


def mocked(scenario: Scenario, version: str) -> Run:
    client = client_of(f"uv=={version}")
    trace = check_mocked(scenario, client)
    run = with_proofs(Run(trace, diagnose(trace), scenario.title, ("reflected",)), trial_in(scenario, client))
    bench = MockedBench.of(scenario, "uv")
    probes = list(planned(trace, lambda origin: bench.credentials(trace.plan, origin), "bar"))
    with bench.network(client, trace.plan, bench.here) as performer:
        return with_probes(run, probes, performer, lambda probe: logging.getLogger("announced").info("%s", probe))


def outputs(runs: list[Run]) -> Iterator[str]:
    """Return all that is written of runs, and the terminal's text with its line ends taken out."""
    yield json_report(runs)
    yield str(json.loads(json_report(runs)))
    yield "\n".join(summary(runs))
    for width in (80, 200):
        for text in (plain(terminal_report(runs, width, verbose=True)), plain(side_by_side(runs, width))):
            yield text
            yield re.sub(r"\s*\n\s*", "", text)
            yield re.sub(r"\s+", " ", text)


PLACES: Final = (
    "url",
    "username",
    "token",
    "pair",
    "netrc",
    "keyring",
    "args",
    "toml",
    "requirements",
    "netrc-lines",
    "context",
    "query",
)


@pytest.mark.parametrize("place", PLACES)
@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(secret=secrets, spelling=st.sampled_from(range(7)))
@example(secret=HARD, spelling=0)
@example(secret="%41%41cabbage+%2B", spelling=1)
@example(secret="https://", spelling=5)
def test_no_output_holds_a_secret(place: str, secret: str, spelling: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    written = written_of(place, secret, spelling, caplog)
    if found := [form for form in encodings(secret) if form in written]:
        whatever_the_secret = written_of(place, "another-Canary-7", spelling, caplog)
        assert not [form for form in found if form not in whatever_the_secret]


def written_of(place: str, secret: str, spelling: int, caplog: pytest.LogCaptureFixture) -> str:
    """Return all that is written of the world that has the secret in a place and shows it in a spelling."""
    caplog.clear()
    written: list[str] = []
    reflected = [*encodings(secret)][spelling]
    spot = given_at(place, secret)
    text = world_text(spot.pop("env"), *answering(secret, reflected), **spot)
    try:
        scenario = parse_scenario(text, "made-up.yaml")
        runs = [*(replay_of(scenario, version) for version in VERSIONS), mocked(scenario, "0.7.0")]
        written += outputs(runs)
    except IdxdoctorError as error:
        written += [str(error), repr(error)]
    return "\0".join([*written, caplog.text])


def test_a_netrc_password_is_masked_in_the_spelling_of_the_file_too() -> None:
    written = "zq7\\nCanary"
    given = {
        "env": {"UV_INDEX_URL": "https://h.example/simple"},
        "files": {"~/.netrc": f"machine h.example login ci password {written}\n"},
    }
    told = {"answer": {"redirect": f"/elsewhere?told={quote(written)}"}}
    text = world_text(given.pop("env"), server("https://h.example", told), **given)
    everything = "\0".join(outputs([replay_of(parse_scenario(text, "made-up.yaml"), "0.9.0")]))
    assert "told=" in everything
    assert not [form for form in encodings(written) if form in everything]
