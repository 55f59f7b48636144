"""What a run of uv did for each project: its pages, its files, and the calls of the keyring for either."""

from __future__ import annotations

from idxdoctor.capture.logs.urls import UNNAMED, is_python, project_named_by
from idxdoctor.capture.logs.uv.keyring import asked
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.config.names import normalized_name
from idxdoctor.model.exchange import Exchange, KeyringCall
from idxdoctor.model.trace import PYTHON


class Projects:
    """The fetches and keyring calls of a run, each with its project, in their order."""

    def __init__(self, run: UvRun) -> None:
        self._run = run
        self._names = {fetch.package for fetch in run.fetches if fetch.package} | run.errors.fetched
        self.pages: dict[str, list[Fetch]] = {}
        self.files: dict[str, list[Fetch]] = {}
        self._calls: dict[str, list[KeyringCall]] = {}
        for fetch in run.fetches:
            owner, kept = self._owner(fetch), self.files if fetch.package is None else self.pages
            if owner is not None and (fetch.package is None or fetch.shown is not None or fetch.kept or fetch.fault):
                kept.setdefault(owner, []).append(fetch)
        for call in run.keyring:
            owner = self._owner(call.asking.fetch) if call.asking and call.asking.fetch else None
            if owner is not None:
                self._calls.setdefault(owner, []).append(asked(call))

    def calls(self, package: str) -> tuple[KeyringCall, ...]:
        """Return the calls of the keyring for a project's pages and files."""
        return tuple(self._calls.get(package, ()))

    def requests_for_files(self, package: str) -> tuple[Exchange, ...]:
        """Return the requests for a project's files; without its method one is not known well enough to be told."""
        fetches = self.files.get(package, [])
        for fetch in fetches:
            if not fetch.sent and fetch.method is not None and fetch.shown is not None:
                self._run.unseen(fetch, fetch.shown)
        sent = [one for fetch in fetches for one in fetch.sent]
        return tuple(one.exchange(0) for one in sorted(sent, key=lambda one: one.line))

    def _owner(self, fetch: Fetch) -> str | None:
        """Return whose page or file is fetched; None where the file does not say."""
        if fetch.package is None and is_python(fetch.url):
            return PYTHON
        if fetch.package is not None:
            return fetch.package
        parts = normalized_name(fetch.url.segments[-1]).split("-") if fetch.url.segments else []
        names = ("-".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
        known = next((name for name in names if name in self._names), None)
        return known or project_named_by(fetch.url) or self._only_one_fetched or (UNNAMED if fetch.is_cut else None)

    @property
    def _only_one_fetched(self) -> str | None:
        """Return the package whose file an error is about, where that is one."""
        return next(iter(self._run.errors.fetched)) if len(self._run.errors.fetched) == 1 else None
