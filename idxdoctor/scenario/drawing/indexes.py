"""Random indexes: where they stand, where they are configured, and what their URLs and variables hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from idxdoctor.scenario.drawing.dice import Dice

PATHS: Final = (
    "/a1/simple",
    "/b2/simple/",
    "/c3/repo",
    "/d4/repo/",
    "/e5/+simple/",
    "/f6/+simple",
    "/g7/deep/er/simple",
    "/h8/",
)
"""No root of one (the path less `/simple`) is a prefix of another: which index uv takes there is unspecified."""
ALONE_ON_ITS_HOST: Final = ("/simple", "/simple/", "/")
ACCOUNTS: Final = {"ci": "hunter2", "bot": "s3cret", "dev": "p@ss:w/rd", "me@team": "plain"}
_HOSTS: Final = ("alpha.example", "beta.example", "gamma.example")

TABLE, USER_TABLE, EXTRA_SETTING = "table", "user-table", "extra-setting"
INDEX, DEFAULT, EXTRA, INDEX_URL = "index", "default-index", "extra-index-url", "index-url"
PLACES: Final = {TABLE: 6, INDEX: 4, EXTRA: 4, DEFAULT: 2, INDEX_URL: 2, USER_TABLE: 1, EXTRA_SETTING: 1}
"""Where an index is configured: a file's `[[index]]` or `extra-index-url`, or an option or its variable."""
_NAMED: Final = (TABLE, USER_TABLE, INDEX, DEFAULT)
TABLES: Final = (TABLE, USER_TABLE)


@dataclass(slots=True)
class DrawnIndex:
    """An index of a random world. `account` is the one that its server lets in; `options` are those of its table."""

    origin: str
    path: str
    place: str
    account: str
    name: str | None = None
    userinfo: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return the URL as it is configured."""
        scheme, _, host = self.origin.partition("://")
        return f"{scheme}://{self.userinfo}{host}{self.path}"

    @property
    def host(self) -> str:
        """Return the host, without a port."""
        return self.origin.partition("://")[2].partition(":")[0]

    @property
    def folder(self) -> str:
        """Return the path without a slash at its end."""
        return self.path.rstrip("/")

    def page(self, package: str) -> str:
        """Return the URL of a package's page, without userinfo."""
        return f"{self.origin}{self.folder}/{package}/"


def draw_indexes(dice: Dice, project_command: bool) -> list[DrawnIndex]:
    """Return one to four indexes in the order in which they are configured."""
    origins = _origins(dice)
    paths = {origin: list(PATHS) for origin in origins}
    indexes: list[DrawnIndex] = []
    for number in range(dice.weighted({1: 3, 2: 4, 3: 3, 4: 1})):
        origin = dice.pick(origins)
        path = dice.pick(paths[origin])
        paths[origin].remove(path)
        place = dice.weighted(PLACES)
        index = DrawnIndex(origin, path, place, dice.pick(list(ACCOUNTS)))
        index.userinfo = _userinfo(dice, index.account)
        if place in TABLES or (place in _NAMED and dice.chance(0.6)):
            index.name = f"{dice.pick(('idx', 'my-idx', 'My.Idx_'))}{number}"
        if place in TABLES:
            index.options = _options(dice, project_command)
        indexes.append(index)
    _move_to_root(dice, indexes)
    _leave_one_default(indexes)
    return indexes


def _leave_one_default(indexes: Sequence[DrawnIndex]) -> None:
    """Leave one default to each file: uv refuses a project with two since 0.10.0."""
    for place in TABLES:
        defaults = [index for index in indexes if index.place == place and index.options.get("default")]
        for index in defaults[1:]:
            del index.options["default"]


def _origins(dice: Dice) -> list[str]:
    hosts = dice.some(_HOSTS, dice.weighted({1: 5, 2: 3, 3: 1}))
    origins = [f"{_scheme(dice)}://{host}{dice.weighted({'': 8, ':8443': 1})}" for host in hosts]
    if dice.chance(0.1):
        scheme, _, rest = origins[0].partition("://")
        origins.append(f"{'http' if scheme == 'https' else 'https'}://{rest}")
    return origins


def _scheme(dice: Dice) -> str:
    return dice.weighted({"https": 3, "http": 1})


def _move_to_root(dice: Dice, indexes: Sequence[DrawnIndex]) -> None:
    """Let an index that is alone on its host stand at the host's root now and then."""
    for index in indexes:
        if [other.origin for other in indexes].count(index.origin) == 1 and dice.chance(0.4):
            index.path = dice.pick(ALONE_ON_ITS_HOST)


def _userinfo(dice: Dice, account: str) -> str:
    user, password = quote(account, safe=""), quote(ACCOUNTS[account], safe="")
    other = dice.pick(list(ACCOUNTS))
    return dice.weighted(
        {
            "": 10,
            f"{user}:{password}@": 6,
            f"{user}:wrong@": 2,
            f"{quote(other, safe='')}:{quote(ACCOUNTS[other], safe='')}@": 1,
            f"{user}@": 3,
            f":{password}@": 1,
            f"{user}:@": 0.5,
        }
    )


def _options(dice: Dice, project_command: bool) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if dice.chance(0.4):
        options["authenticate"] = dice.pick(("always", "always", "never", "auto"))
    if dice.chance(0.25):
        options["ignore-error-codes"] = dice.pick(([401], [403], [401, 403], [500], [404], []))
    if dice.chance(0.12):
        options["default"] = True
    if project_command and dice.chance(0.15):
        options["explicit"] = True
    return options
