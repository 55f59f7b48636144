"""What the test of a rule has that no scenario can show: a log in which it speaks, and one that only looks like it."""

from __future__ import annotations

from typing import Final, NamedTuple

from tests.capture.logs.pip_made import (
    A_CI,
    ANONYMOUS,
    CI,
    MOVED,
    PROMPTED,
    QUIET,
    REFUSED,
    A,
    B,
    answer,
    banner,
    fetched,
    not_found,
    page,
    saved,
    unfetched,
)

PYPI: Final = "https://pypi.org/simple"
OTHER: Final = "https://a.example/other"
OTHER_CI: Final = OTHER.replace("https://", f"https://{CI}")
WHEEL: Final = "foo-1.0-py3-none-any.whl"
IN_URL: Final = "Found credentials in url for a.example"


class LogCase(NamedTuple):
    """A rule, a log in which it speaks of these requests, a word that it says, and a look-alike."""

    code: str
    speaks: str
    exchanges: tuple[int, ...]
    says: str
    silent: str
    files: tuple[int, ...] = ()


def anonymous(root: str, status: int = 401) -> str:
    """Return what pip says of an index that refuses a request without credentials."""
    return page(root, f"Found index url {root}/", answer(root, status), unfetched(root, status))


def had(root: str, *files: str) -> str:
    """Return what pip says of an index that is open to anybody, and lists these files."""
    return page(root, f"Found index url {root}/", answer(root, 200), fetched(root, *files))


def as_ci(root: str, status: int, *files: str) -> str:
    """Return what pip says of an index that is asked with the credentials of its URL."""
    end = fetched(root, *files, user=CI) if status == 200 else unfetched(root, status, user=CI)
    return page(root, IN_URL, answer(root, status), end, user=CI)


def refused_file(status: int, auth: str = "") -> str:
    """Return how a run ends whose file is refused."""
    url = f"https://a.example/files/{WHEEL}"
    return (
        f'Collecting foo\n{auth}  https://a.example:443 "GET /files/{WHEEL} HTTP/1.1" {status} 9\n'
        f"ERROR: HTTP error {status} while getting {url} (from {A}/foo/)\n"
    )


def in_netrc(root: str) -> str:
    """Return what pip says of an index for which netrc has credentials, and which has no such package."""
    return page(
        root,
        f"Found index url {root}/",
        "Found credentials in netrc for a.example",
        answer(root, 404),
        unfetched(root, 404),
    )


def lone(root: str) -> str:
    """Return what pip says of an index whose URL has a username alone, and which refuses."""
    return page(root, f"Found index url {root}/", answer(root, 401), unfetched(root, 401, user="****@"), user="****@")


OTHER_USER: Final = OTHER.replace("https://", "https://****@")
OUTDATED: Final = (
    "WARNING: Keyring is skipped due to an exception: Keyring util is outdated; must be at least version 25.2.1, "
    "please upgrade it"
)
SILENT: Final = (
    "Could not fetch URL https://b.example/simple/foo/: connection error: HTTPSConnectionPool(host='b.example', "
    "port=443): Max retries exceeded with url: /simple/foo/ (Caused by NewConnectionError('refused')) - skipping"
)
ASKED_AGAIN: Final = (
    f"Found index url {A}/\nGetting credentials from keyring for {A}/\nGetting credentials from keyring for a.example"
)
UNTRUSTED: Final = (
    banner("http://h.example/simple")
    + "WARNING: The repository located at h.example is not a trusted or secure host and is being ignored. If\n"
)
SKIPPED: Final = (
    f"WARNING: Skipping page {A}/foo/ because the GET request got Content-Type: application/json. The only supported"
)
MISFIT: Final = f"Link requires a different Python (3.11.7 not in: '>=3.13'): https://a.example/files/{WHEEL}"

CASES: Final = (
    LogCase("IDX128", PROMPTED, (0,), "nobody to type", ANONYMOUS),
    LogCase(
        "IDX129",
        banner(A, OTHER_CI) + anonymous(A) + as_ci(OTHER, 404) + not_found(),
        (0,),
        "only later",
        banner(A, B) + anonymous(A) + anonymous(B, 404) + not_found(),
    ),
    LogCase(
        "IDX130",
        banner(A_CI, OTHER) + as_ci(A, 404) + anonymous(OTHER, 403) + not_found(),
        (1,),
        "sent it to https://a.example/other too",
        banner(A_CI, OTHER_CI) + as_ci(A, 404) + as_ci(OTHER, 403) + not_found(),
    ),
    LogCase(
        "IDX221",
        banner(OTHER_CI, A)
        + as_ci(OTHER, 404)
        + had(A, WHEEL)
        + refused_file(403, f"Found index url {OTHER}/\nFound credentials in index url for a.example\n"),
        (),
        "the page is of",
        banner(A) + had(A, WHEEL) + refused_file(403, f"Found index url {A}/\n"),
        files=(0,),
    ),
    LogCase("IDX314", ANONYMOUS, (0,), "comes from another one", REFUSED),
    LogCase(
        "IDX315",
        banner(A_CI, PYPI) + as_ci(A, 200, WHEEL) + had(PYPI, "foo-9.0-py3-none-any.whl") + saved(PYPI),
        (0, 1),
        "so has pypi.org",
        banner(A_CI, B) + as_ci(A, 200, WHEEL) + had(B, WHEEL) + saved(B),
    ),
    LogCase("IDX316", UNTRUSTED + not_found(), (), "plain http", banner(A) + anonymous(A) + not_found()),
    LogCase("IDX317", QUIET, (), "does not show", REFUSED),
    LogCase(
        "IDX318",
        banner(A) + had(A) + MISFIT + "\n" + not_found(),
        (0,),
        "no file of it that this Python",
        banner(A) + had(A) + not_found(),
    ),
    LogCase(
        "IDX318",
        banner(A) + had(A, WHEEL) + not_found(versions="1.0"),
        (0,),
        "no version is one that is asked for",
        banner(A) + had(A, WHEEL) + saved(A),
    ),
    LogCase(
        "IDX413",
        banner(A) + page(A, answer(A, 200), SKIPPED) + not_found(),
        (0,),
        "application/json",
        banner(A) + had(A, WHEEL) + saved(A),
    ),
    LogCase(
        "IDX414",
        banner(A) + had(A) + not_found(),
        (0,),
        "saw no file",
        banner(A, B) + had(A) + had(B, WHEEL) + saved(B),
    ),
    LogCase(
        "IDX415",
        banner(A) + anonymous(A, 410) + not_found(),
        (0,),
        "answered 410",
        banner(A) + anonymous(A, 429) + not_found(),
    ),
    LogCase(
        "IDX622",
        banner(A) + page(A, answer(A, 401), f"Found index url {A}/", OUTDATED, unfetched(A, 401)) + not_found(),
        (0,),
        "older than 25.2.1",
        banner(A) + page(A, answer(A, 401), ASKED_AGAIN, unfetched(A, 401)) + not_found(),
    ),
    LogCase(
        "IDX320",
        banner(A) + had(A, WHEEL) + refused_file(404),
        (),
        f"/files/{WHEEL}, which {A} lists, answered 404",
        banner(A) + had(A, WHEEL) + refused_file(403),
        files=(0,),
    ),
    LogCase(
        "IDX623",
        banner(A, OTHER_USER) + in_netrc(A) + lone(OTHER) + not_found(),
        (1,),
        "was not looked into",
        banner(A, OTHER_USER) + anonymous(A, 404) + lone(OTHER) + not_found(),
    ),
)
"""Rules of clients that have no model, each once."""

SHARED: Final = {
    "IDX101": banner(A) + anonymous(A) + not_found(),
    "IDX102": MOVED,
    "IDX103": banner("https://****@a.example/simple") + lone(A) + not_found(),
    "IDX109": banner(A) + page(A, answer(A, 401), ASKED_AGAIN, unfetched(A, 401)) + not_found(),
    "IDX115": banner(A) + had(A, WHEEL) + refused_file(403, f"Found index url {A}/\n"),
    "IDX201": REFUSED,
    "IDX202": banner(A_CI) + as_ci(A, 403) + not_found(),
    "IDX216": banner(A)
    + page(
        A,
        answer(A, 401),
        ASKED_AGAIN,
        "Found credentials in keyring for a.example",
        answer(A, 401),
        unfetched(A, 401),
    )
    + not_found(),
    "IDX219": f"WARNING: 401 Error, Credentials not correct for {A}/foo/\n{QUIET}",
    "IDX220": banner(A_CI)
    + page(A, IN_URL, "Current age based on date: 671436", answer(A, 403), unfetched(A, 403, user=CI), user=CI)
    + not_found(),
    "IDX302": banner(A, B) + anonymous(A, 404) + anonymous(B, 404) + not_found(),
    "IDX303": banner(A, PYPI) + anonymous(A) + had(PYPI, WHEEL) + saved(PYPI),
    "IDX404": banner(A) + anonymous(A, 429) + not_found(),
    "IDX407": banner(A) + anonymous(A, 504) + not_found(),
    "IDX504": banner(B) + page(B, SILENT) + not_found(),
    "IDX507": banner(A)
    + had(A, WHEEL)
    + "ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='cdn.example', port=443): "
    f"Max retries exceeded with url: /{WHEEL} (Caused by NewConnectionError('refused'))\n",
}
"""Rules that models show as well, each with a log of pip in which they speak."""
