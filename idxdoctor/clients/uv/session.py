"""What one uv process knows while it runs: its indexes, its behaviours, the credentials learnt so far."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from idxdoctor.clients.uv.behaviours import Behaviours, behaviours_of
from idxdoctor.clients.uv.cache import CredentialsCache
from idxdoctor.clients.uv.request import Response
from idxdoctor.config.uv.defined import with_default
from idxdoctor.config.uv.indexes import first_of_each_name
from idxdoctor.config.uv.refusals import CONFLICTING_PINS, DUPLICATE_NAME, TWO_DEFAULTS, UNKNOWN_NAME, UNNAMED_EXPLICIT
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import AuthPolicy, Index, Plan, Refusable
from idxdoctor.model.url import Url


class AuthIndex(NamedTuple):
    """An index as authentication sees it: requests below `root` belong to it (uv: uv-auth/src/index.rs)."""

    url: Url
    root: Url
    policy: AuthPolicy


class Session:
    """One run of uv at a version, shared by the lookups of all its packages.

    `takes_other_choices` is for where uv goes by the order of a hash table: it turns each such choice around.
    """

    def __init__(self, plan: Plan, version: str, *, takes_other_choices: bool = False) -> None:
        self.plan = plan
        self.takes_other_choices = takes_other_choices
        self.version = version
        self.behaviours: Behaviours = behaviours_of(version)
        self.defined = with_default([self._normalized(index) for index in plan.defined])
        self.visible = first_of_each_name(self.defined)
        self.find_links = tuple(map(self._normalized, plan.find_links))
        self.pins = {project: self._normalized(index) for project, index in plan.pins.items()}
        self.order = self._search_order()
        self.auth_indexes = self._auth_indexes()
        self.cache = CredentialsCache()
        self.pages: dict[str, dict[int, Response]] = {}
        self.answers: dict[str, dict[int, Response]] = {}
        self.kept_pages: dict[Url, Response] = {}
        self.flat_pages: dict[Url, Response] = {}
        self.without_ranges: set[Url] = set()
        self._seed_cache()
        if not self.find_links:
            self.read_requirements()

    def _normalized(self, index: Index) -> Index:
        if index.meant is not None and self.behaviours.selects_by_name:
            index = index.meant
        if self.behaviours.strips_trailing_slash:
            return index._replace(url=replace(index.url, path=index.url.path.rstrip("/") or "/"))
        return index

    def _search_order(self) -> tuple[Index, ...]:
        """Non-default indexes first, then the first default (uv: uv-distribution-types/src/index_url.rs)."""
        if self.plan.no_index:
            return ()
        implicit = [index for index in self.visible if not index.default and not index.explicit]
        default = next(index for index in self.visible if index.default)
        order = implicit if default.explicit else [*implicit, default]
        if not self.behaviours.asks_a_url_once:
            return tuple(order)
        by_url: dict[Url, Index] = {}
        for index in order:
            by_url.setdefault(index.url, index)
        return tuple(by_url.values())

    def _allowed(self) -> list[Index]:
        """Return every index but overridden names and further defaults (uv: IndexLocations::allowed_indexes)."""
        if self.plan.no_index:
            return [*self.find_links]
        first_default = next(index for index in self.visible if index.default)
        allowed = [index for index in self.visible if not index.default or index is first_default]
        return [*allowed, *self.find_links]

    def _auth_indexes(self) -> tuple[AuthIndex, ...]:
        indexes = self._allowed()
        if not self.behaviours.policies_of_explicit_indexes:
            indexes = [index for index in indexes if not index.explicit]
        return tuple(
            AuthIndex(index.url.bare(), (self.root_of(index.url) or index.url).bare(), self.honoured(index.policy))
            for index in indexes
        )

    def honoured(self, policy: AuthPolicy) -> AuthPolicy:
        """Return the policy that counts for this version and command."""
        behaviours, project = self.behaviours, self.plan.project_command
        return policy if (behaviours.policies_in_projects if project else behaviours.policies_in_uv_pip) else "auto"

    def _seed_cache(self) -> None:
        """Keep what the project's own indexes and all indexes give; of the indexes the earlier definition wins.

        uv: uv-distribution-types/src/index_url.rs cache_index_credentials, uv/src/commands/project/lock.rs.
        """
        everything = self.behaviours.seeds_overridden_indexes and not self.plan.no_index
        indexes = [*self.defined, *self.find_links] if everything else self._allowed()
        steps = (self.plan.project_indexes, tuple(reversed(indexes)))
        for step in reversed(steps) if self.behaviours.project_wins_realm else steps:
            for index in step:
                self._seed(index)

    def read_requirements(self) -> None:
        """Keep what the indexes give to which sources pin requirements: as these are read, after all `--find-links`.

        uv: uv-distribution/src/metadata/lowering.rs.
        """
        if self.behaviours.pins_win_realm:
            for pinned in self.plan.taught:
                if pinned.credential is not None:
                    self.cache.insert(pinned.url, pinned.credential)

    def _seed(self, index: Index) -> None:
        """Keep an index's credentials under its URL and its root."""
        if index.credential is not None:
            if root := self.root_of(index.url):
                self.cache.insert(root, index.credential)
            self.cache.insert(index.url, index.credential)

    @property
    def refused(self) -> Refusable | None:
        """Return the first thing in the configuration that this version ends the run for."""
        behaviours = self.behaviours
        refuses = {
            TWO_DEFAULTS: behaviours.refuses_two_defaults,
            DUPLICATE_NAME: behaviours.refuses_duplicate_names,
            UNNAMED_EXPLICIT: behaviours.refuses_unnamed_explicit,
            CONFLICTING_PINS: True,
            UNKNOWN_NAME: behaviours.selects_by_name,
        }
        return next((found for found in self.plan.refusable if refuses[found.code]), None)

    def root_of(self, url: Url) -> Url | None:
        """Return the URL less its last segment `simple`, or None where it ends otherwise (uv: IndexUrl::root)."""
        last = url.path.removesuffix("/").rpartition("/")[2].lower()
        if last == "simple" or (last == "+simple" and self.behaviours.plus_simple_is_a_root):
            return replace(url, path=url.path.removesuffix("/").rpartition("/")[0] or "/")
        return None

    def index_for(self, url: Url) -> AuthIndex | None:
        """Return the index that a request belongs to.

        Where the roots of several indexes are prefixes of the URL, uv takes whichever its hash set yields first;
        here it is the first with the longest root, or the other way round the last with the shortest.
        """
        sign = -1 if self.takes_other_choices else 1
        owners = [index for index in self.auth_indexes if self.is_below(index.root, url)]
        return max(owners[::sign], key=lambda index: sign * len(index.root.path), default=None)

    def overlaps(self) -> list[tuple[AuthIndex, AuthIndex]]:
        """Return pairs of indexes of which the first one's root is a prefix of the second one's URL, or the same root.

        Those may differ in their policy, or in a slash at the URL's end, with which the keyring is asked.
        """
        return [
            (outer, inner)
            for outer in self.auth_indexes
            for inner in self.auth_indexes
            if outer != inner and self.is_below(outer.root, inner.url)
        ]

    def is_below(self, root: Url, url: Url) -> bool:
        """Say whether `root` is a prefix of `url`, by whole path segments where this version compares those."""
        if root.origin != url.origin or not url.path.startswith(root.path):
            return False
        rest = url.path.removeprefix(root.path)
        aligned = not rest or root.path.endswith("/") or rest.startswith("/")
        return aligned or not self.behaviours.index_prefix_by_segment

    def netrc_for(self, host: str, username: str | None) -> Credential | None:
        """Return what netrc gives for a host, else its default entry; another user's entry gives nothing.

        Of two entries for one host the later counts (uv: uv-auth/src/credentials.rs from_netrc).
        """
        by_host = {entry.host: entry for entry in self.plan.netrc}
        entry = by_host.get(host) or by_host.get(None)
        if entry is None or (username is not None and username != entry.credential.username):
            return None
        return entry.credential
