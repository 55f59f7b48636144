"""The servers of a scenario at work: who a request is taken for, which rule answers it, and how."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cache
from typing import Final

from idxdoctor.clients.simple_page import files_of_page
from idxdoctor.model.credential import Credential, Provenance, Reach, shown_service
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Origin, Url
from idxdoctor.model.url_parts import UrlError
from idxdoctor.scenario.model import NOBODY, STRANGER, Reply, Rule, Scenario, Server
from idxdoctor.scenario.pages import simple_page

METADATA: Final = ".metadata"
FAILURES: Final = {
    "connect": Failure.CONNECT,
    "proxy": Failure.PROXY,
    "reset": Failure.RESET,
    "timeout": Failure.TIMEOUT,
    "tls": Failure.TLS,
}
_USERINFO: Final = re.compile(r'://[^/@"]*@')
_matcher = cache(lambda pattern: re.compile(translate(pattern)).match)


@dataclass(slots=True)
class World:
    """One life of a scenario's servers: rules with `times` remember how often they answered.

    A wheel that a page lists is there, for anybody, unless a rule is about files: one whose path matches the wheel's
    and not that of the page. Then the rules answer as they do for pages.

    `timeout` (seconds) is how long the client waits; an answer with a longer delay never comes.
    """

    scenario: Scenario
    timeout: float = 30.0
    _servers: dict[Origin, Server] = field(init=False)
    _answered: Counter[int] = field(init=False, default_factory=Counter)
    _pages: list[tuple[Url, Answer]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._servers = {server.url.origin: server for server in self.scenario.servers}

    def answer(self, url: Url, username: str | None, password: Secret | None, *, verifies: bool = True) -> Answer:
        """Return what the world answers to a GET. Both None means that no Authorization was sent.

        A host without a server can't be reached. For a client that verifies no certificate, rules on that don't count.
        """
        server = self._servers.get(url.origin)
        who = self.taken_for(url, username, password)
        if server is None:
            return Answer(None, failure=Failure.CONNECT, account=who)
        page = self.page_listing(url)
        if page is not None and not any(_is_about_file(rule, url, page) for rule in server.rules):
            return Answer(200, account=who)
        rules = server.rules if verifies else [one for one in server.rules if one.answer.drop != "tls"]
        rule = self._rule_for(rules, url.path, who)
        if rule is None:
            return Answer(404, account=who)
        reply = rule.answer
        if reply.drop or reply.delay > self.timeout:
            return Answer(None, failure=FAILURES[reply.drop or "timeout"], account=who)
        answer = _answer(reply, url, who)
        if answer.status == 200 and answer.body and (url, answer) not in self._pages:
            self._pages.append((url, answer))
        return answer

    def is_file(self, url: Url) -> bool:
        """Say whether a page or the scenario's lock file lists what is at `url`."""
        lock = _USERINFO.sub("://", self.scenario.given.files.get("uv.lock", ""))
        return self.page_listing(url) is not None or f'"{url.reveal()}"' in lock

    def page_listing(self, url: Url) -> Url | None:
        """Return the page among those answered so far that lists the wheel, or the wheel of the metadata, at `url`."""
        wheel = url.path.removesuffix(METADATA)
        if not wheel.endswith(".whl"):
            return None
        for page, answer in self._pages:
            if any(_same_file(page, link, url, wheel) for link in files_of_page(answer)):
                return page
        return None

    def taken_for(self, url: Url, username: str | None, password: Secret | None) -> str | None:
        """Return the account that the credentials belong to at that server, `stranger`, or None for nobody."""
        if username is None and password is None:
            return None
        server = self._servers.get(url.origin)
        known = server.accounts.get(username or "") if server else None
        return username if known is not None and known == (password or Secret("")) else STRANGER

    def _rule_for(self, rules: Iterable[Rule], path: str, who: str | None) -> Rule | None:
        for rule in rules:
            fits = rule.who is None or rule.who == (NOBODY if who is None else who)
            if fits and _matcher(rule.path)(path) and self._answered[id(rule)] != rule.times:
                self._answered[id(rule)] += 1
                return rule
        return None

    def keyring(self, service: str, username: str | None) -> Credential | None:
        """Return what the scenario's keyring knows for a service, and for a user if one is given."""
        for entry in self.scenario.given.keyring:
            if entry.service == service and username in {None, entry.username}:
                provenance = Provenance(f"keyring, {shown_service(service)}")
                return Credential(entry.username, entry.password, provenance, Reach.of_service(service))
        return None


def _same_file(page: Url, link: str, url: Url, wheel: str) -> bool:
    try:
        listed = page.join(link)
    except UrlError:
        return False
    return listed.origin == url.origin and listed.path == wheel


def _is_about_file(rule: Rule, url: Url, page: Url) -> bool:
    matches = _matcher(rule.path)
    return bool(matches(url.path)) and not matches(page.path)


def _answer(reply: Reply, url: Url, who: str | None) -> Answer:
    headers = {name.lower(): value for name, value in reply.headers.items()}
    body = b""
    if reply.page is not None:
        content_type, body = simple_page(url, reply.page, reply.files, reply.json)
        headers.setdefault("content-type", content_type)
    elif reply.body is not None:
        headers.setdefault("content-type", "text/html; charset=utf-8")
        body = reply.body.encode()
    if reply.redirect is not None:
        headers["location"] = reply.redirect
    return Answer(reply.status, headers, body, account=who, delay=reply.delay)
