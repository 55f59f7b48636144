"""The searches of one run of pdm, from what its log told: by package, source by source, each with its end."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.pdm.run import PdmRun
from idxdoctor.capture.logs.pdm.state import Fetch, FileFetch, root_key
from idxdoctor.capture.logs.pdm.wallet import Wallet
from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import project_of
from idxdoctor.capture.logs.userinfo import service_of
from idxdoctor.model.credential import shown_service
from idxdoctor.model.exchange import REFUSALS, AskKeyring, Decision, Exchange, KeyringCall
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Ending, Lookup, Outcome, Visit


class Searches:
    """The searches of a run, and the sources that they go through."""

    def __init__(self, run: PdmRun) -> None:
        self._run = run
        self._versions = run.versions
        self._wallet = Wallet(run)
        self._sent: list[tuple[Fetch, list[Sent]]] = []
        self._files: list[tuple[FileFetch, Sent]] = []
        both: list[Fetch | FileFetch] = [*run.pages.fetches, *run.credentials.files]
        for one in sorted(both, key=lambda one: one.line):
            if isinstance(one, Fetch):
                self._sent.append((one, list(self._wallet.requests(one))))
            else:
                self._files.append((one, self._wallet.request_of(one)))
        self._indexes = self._all_indexes()

    def indexes(self) -> tuple[Index, ...]:
        """Return all sources in the order in which they were asked first."""
        return tuple(self._indexes.values())

    def lookups(self) -> Iterator[Lookup]:
        """Return the searches in the order in which they began."""
        pages: dict[str, list[tuple[Fetch, list[Sent]]]] = {}
        for fetch, sent in self._sent:
            pages.setdefault(fetch.package, []).append((fetch, sent))
        files: dict[str | None, list[Exchange]] = {}
        for file, one in self._files:
            files.setdefault(project_of(file.url, list(pages)), []).append(one.exchange(0))
        for package, fetches in pages.items():
            yield self._lookup(package, fetches, files.get(package, []))

    def _lookup(self, package: str, fetches: list[tuple[Fetch, list[Sent]]], files: list[Exchange]) -> Lookup:
        order = list(dict.fromkeys(root_key(fetch.root) for fetch, _ in fetches))
        exchanges = tuple(one.exchange(order.index(root_key(fetch.root))) for fetch, sent in fetches for one in sent)
        indexes = tuple(self._indexes[key] for key in order)
        judged = list(self._judged(package, fetches, order))
        ending = self._ending(package, indexes, judged)
        return Lookup(
            package, exchanges, tuple(_calls(fetches, self._run.credentials.keyring_trouble)), ending, tuple(files)
        )

    def _all_indexes(self) -> dict[str, Index]:
        found: dict[str, Index] = {}
        for fetch in self._run.pages.fetches:
            key = root_key(fetch.root)
            if key not in found:
                credential = self._wallet.credential_of(fetch.root, has_userinfo=fetch.has_userinfo, line=fetch.line)
                found[key] = Index(fetch.root, at_line(fetch.line), credential=credential)
        return found

    def _judged(
        self, package: str, fetches: list[tuple[Fetch, list[Sent]]], order: list[str]
    ) -> Iterator[tuple[Outcome, Visit]]:
        """Return what became of each source; of those asked again for hashes only what ended the run."""
        seen: set[int] = set()
        for fetch, sent in fetches:
            position = order.index(root_key(fetch.root))
            outcome, decision = self._judge(package, fetch, [one for one, _ in fetches])
            if position not in seen or outcome in {Outcome.FAILED, Outcome.STOPPED}:
                status = sent[-1].status if sent and not fetch.breaks_off else None
                yield outcome, Visit(position, decision, status)
            seen.add(position)

    def _judge(self, package: str, fetch: Fetch, all_: list[Fetch]) -> tuple[Outcome, Decision]:
        if fetch.prompted:
            text = "pdm would ask for a password here, and ends the run as it is not told to with `-v`"
            return Outcome.STOPPED, Decision("pdm.refused", text)
        if fetch.failure is not None:
            return Outcome.FAILED, Decision("pdm.no-answer", f"{fetch.failure.value}: pdm gives up")
        if fetch.why is not None or not fetch.is_sent:
            return _unusable(fetch)
        if fetch.status is None:
            return Outcome.UNKNOWN, Decision("pdm.not-shown", "the log does not show what came back")
        if fetch.status >= 400:
            code = "pdm.refused-next" if fetch.status in REFUSALS else "pdm.next-index"
            return Outcome.NOT_FOUND, Decision(code, f"pdm passes over the {fetch.status}: next source")
        if package in self._versions.candidates:
            return self._read(package, fetch, all_)
        if package in self._versions.pinned or package in self._versions.taken:
            return self._chosen(package, fetch, all_)
        if package in self._versions.missing and package not in self._versions.misfits and self._versions.shows_misfits:
            return Outcome.NOT_FOUND, Decision("pdm.no-files", "the page lists no file: next source")
        if package in self._versions.missing:
            return Outcome.NOT_FOUND, Decision("pdm.nothing-listed", "the page lists no version that fits: next source")
        return Outcome.UNKNOWN, Decision("pdm.not-shown", "the log does not show what pdm made of the page")

    def _read(self, package: str, fetch: Fetch, all_: list[Fetch]) -> tuple[Outcome, Decision]:
        """Judge a page that was read, of a package of which versions were found: here, or elsewhere."""
        found_on = self._versions.candidates[package]
        here = {root_key(one.url) for one in all_}
        if root_key(fetch.url) in found_on or not found_on <= here:
            return Outcome.FOUND, Decision("pdm.found", "versions are found here; all sources are asked")
        return Outcome.NOT_FOUND, Decision("pdm.nothing-listed", "the page lists no version that fits: next source")

    def _chosen(self, package: str, fetch: Fetch, all_: list[Fetch]) -> tuple[Outcome, Decision]:
        """Judge a page that was read, where the log shows only that a version was chosen, or from which page."""
        read = {root_key(one.url) for one in all_ if one.status == 200 and one.why is None}
        chosen = self._versions.taken.get(package, set()) & read or read
        if root_key(fetch.url) in chosen and len(chosen) == 1:
            return Outcome.FOUND, Decision("pdm.found", "a version is chosen from here; all sources are asked")
        return Outcome.UNKNOWN, Decision("pdm.not-shown", "the log does not show what pdm made of the page")

    def _ending(self, package: str, indexes: tuple[Index, ...], judged: list[tuple[Outcome, Visit]]) -> Ending:
        visits = tuple(visit for _, visit in judged)
        for kind in (Outcome.FAILED, Outcome.STOPPED, Outcome.FOUND):
            found = next((visit for outcome, visit in judged if outcome is kind), None)
            if found is not None:
                return Ending(kind, indexes, visits, found.index, found.status)
        if package in self._versions.pinned:
            return Ending(Outcome.FOUND, indexes, visits)
        if package in self._versions.missing:
            return Ending(Outcome.NOT_FOUND, indexes, visits)
        return Ending(Outcome.UNKNOWN, indexes, visits, visits[-1].index, visits[-1].status)


def _unusable(fetch: Fetch) -> tuple[Outcome, Decision]:
    """Judge a page that is not asked for, or of which pdm made nothing."""
    if not fetch.is_sent:
        text = "it is plain http on a host that is not trusted: pdm does not ask it"
        return Outcome.NOT_FOUND, Decision("pdm.untrusted", text)
    if fetch.status is None or fetch.broke:
        return Outcome.FAILED, Decision("pdm.no-answer", f"{fetch.why}: pdm gives up")
    return Outcome.NOT_FOUND, Decision("pdm.not-a-page", "the answer is no simple page: next source")


def _calls(fetches: list[tuple[Fetch, list[Sent]]], trouble: str | None) -> Iterator[KeyringCall]:
    """Return the calls of the keyring; whether one knew an answer shows where a search ends.

    Left out is one that the log ends in.
    """
    for fetch, _ in fetches:
        for search in fetch.searches:
            for number, (line, service, user) in enumerate(search.asked, start=1):
                is_open = fetch.breaks_off and search is fetch.searches[-1] and number == len(search.asked)
                if is_open or service_of(service) is None:
                    continue
                answered = search.place == "keyring" and number == len(search.asked)
                why = Decision("pdm.keyring", f"asked after a refusal (line {line}): {shown_service(service)}")
                if trouble is not None:
                    why = Decision("pdm.keyring-failed", f"the keyring can't be read ({trouble})")
                yield KeyringCall(AskKeyring(service, user, why), answered)
