"""Writes a scenario as YAML that the loader reads back equal. Its secrets are made up, so they stand there in clear."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import yaml

from idxdoctor.model.url import Url
from idxdoctor.scenario.model import (
    NOBODY,
    Expectation,
    ExpectedExchange,
    Given,
    KeyringEntry,
    Reply,
    Rule,
    Scenario,
    Server,
)

_WIDEST: Final = 96
"""How many characters a mapping or a list has at most that stands in one line."""
_UNFOLDED: Final = 1 << 20


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and in one line what has no collection in it and fits."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)

    def represent_data(self, data: object) -> yaml.Node:
        node = super().represent_data(data)
        if isinstance(node, yaml.CollectionNode) and node.flow_style:
            node.flow_style = _length(node) <= _WIDEST
        return node


_Dumper.add_representer(str, _Dumper.represent_text)


def scenario_text(scenario: Scenario, notes: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the scenario as the text of its file. `notes` are comments to stand before the keys."""
    data = {
        "id": scenario.id,
        "title": scenario.title,
        "sources": list(scenario.sources),
        "about": scenario.about,
        "ended": scenario.ended,
        "given": _given(scenario.given),
        "servers": [_server(server) for server in scenario.servers],
        "expect": [_expectation(expectation) for expectation in scenario.expect],
    }
    required = {"given", "servers"}
    kept = {key: value for key, value in data.items() if value or key in required}
    text = yaml.dump(
        kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_UNFOLDED, default_flow_style=None
    )
    for key, note in notes.items():
        before, found, after = text.partition(f"\n{key}:")
        text = f"{before}\n\n{as_comment(note)}{found[1:]}{after}" if found else text
    return text


def as_comment(text: str) -> str:
    """Return the lines of a text as a comment."""
    return "".join(f"# {line}\n" for line in text.splitlines())


def _length(node: yaml.Node) -> int:
    """Return how many characters a node takes in one line, more or less."""
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) + 2
    parts = [part for entry in node.value for part in (entry if isinstance(entry, tuple) else (entry,))]
    return 2 + sum(map(_length, parts))


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries that say something."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def _given(given: Given) -> dict[str, Any]:
    return _kept(
        {
            "packages": list(given.packages),
            "env": dict(given.env),
            "command": dict(given.command),
            "args": {client: list(args) for client, args in given.args.items()},
            "files": dict(given.files),
            "keyring": [_keyring_entry(entry) for entry in given.keyring],
        }
    )


def _keyring_entry(entry: KeyringEntry) -> dict[str, str]:
    return {"service": entry.service, "username": entry.username, "password": entry.password.reveal()}


def _server(server: Server) -> dict[str, Any]:
    return {"url": _url(server.url)} | _kept(
        {
            "accounts": {name: password.reveal() for name, password in server.accounts.items()},
            "rules": [_rule(rule) for rule in server.rules],
        }
    )


def _rule(rule: Rule) -> dict[str, Any]:
    who = {} if rule.who is None else {"as": rule.who}
    return {"path": rule.path} | who | _kept({"times": rule.times}) | {"answer": _answer(rule.answer)}


def _answer(reply: Reply) -> int | dict[str, Any]:
    usual = 302 if reply.redirect is not None else 200
    said: dict[str, Any] = _kept({"headers": dict(reply.headers), "delay": reply.delay or None, "drop": reply.drop})
    said |= {"page": list(reply.page)} if reply.page is not None else {}
    said |= {"body": reply.body} if reply.body is not None else {}
    said |= {"redirect": reply.redirect} if reply.redirect is not None else {}
    said |= {"json": True} if reply.json else {}
    said |= {"files": _url(reply.files)} if reply.files is not None else {}
    if not said:
        return reply.status
    return ({} if reply.status == usual else {"status": reply.status}) | said


def _expectation(expectation: Expectation) -> dict[str, Any]:
    said = _kept(
        {
            "clients": [f"{clients.name} {clients.versions}".strip() for clients in expectation.clients],
            "package": expectation.package,
            "ends": expectation.ends,
            "at": None if expectation.at is None else _url(expectation.at),
            "status": expectation.status,
            "unlike": list(expectation.unlike),
        }
    )
    if expectation.findings is not None:
        said["findings"] = list(expectation.findings)
    for key, exchanges in (("exchanges", expectation.exchanges), ("files", expectation.files)):
        if exchanges is not None:
            said[key] = [_exchange(exchange) for exchange in exchanges]
    return said


def _exchange(exchange: ExpectedExchange) -> dict[str, Any]:
    return {"get": _url(exchange.get), "as": exchange.who or NOBODY, "status": exchange.status}


def _url(url: Url) -> str:
    """Return the URL whole, as it was read."""
    password = "" if url.password is None else f":{url.password.reveal()}"
    userinfo = f"{url.username}{password}@" if url.username or password else ""
    scheme, _, rest = url.reveal().partition("://")
    fragment = "" if url.fragment is None else f"#{url.fragment}"
    return f"{scheme}://{userinfo}{rest}{fragment}"
