"""Logs of poetry and pdm in which a rule speaks, each with one that only looks like it."""

from __future__ import annotations

from typing import Final, NamedTuple

from tests.capture.logs.other_made import PDM, PDM_FOUND, PDM_REFUSED, POETRY, POETRY_UNREACHABLE, URLLIB3

OWN: Final = "https://corp.example"
PYPI: Final = "https://pypi.org"
NETRC: Final = (
    "unearth.utils: Couldn't parse netrc because of NetrcParseError: ~/.netrc access too permissive: x (None)\n"
)
START: Final = "pdm.termui: ======== Start resolving requirements ========\n"
NOTHING: Final = "pdm.termui: \tCould not find any matching candidates.\n"


class OtherCase(NamedTuple):
    """A rule, a log in which it speaks of these requests, a word that it says, and a look-alike."""

    code: str
    speaks: str
    exchanges: tuple[int, ...]
    says: str
    silent: str


def source(name: str, url: str, priority: str = "primary") -> str:
    """Return what poetry says of a configured source."""
    return f"Adding repository {name} ({url}) and setting it as {priority}\n"


def answer(origin: str, path: str, status: int) -> str:
    """Return what poetry says of an answer."""
    return f'{URLLIB3} {origin}:443 "GET {path} HTTP/1.1" {status} 0\n'


def asked(name: str, root: str, status: int, count: int = 0) -> str:
    """Return what poetry says of one source that is asked for foo."""
    warning = f"Source ({name}): Authorization error accessing {OWN}{root}/foo/\n" if status in {401, 403} else ""
    absent = "" if status == 200 else f"Source ({name}): No packages found for foo\n"
    return (
        answer(OWN, f"{root}/foo/", status) + warning + absent + f"Source ({name}): {count} packages found for foo *\n"
    )


def page(url: str, end: str, *auth: str) -> str:
    """Return what pdm says of one page of foo."""
    lines = [f"unearth.collector: Collecting links from {url}/foo/", *(f"unearth.auth: {line}" for line in auth)]
    failed = f"unearth.collector: Failed to collect links from {url}/foo/: Client Error({end}): no"
    had = f"unearth.collector: Fetching HTML page {url}/foo/"
    return "\n".join([*lines, had if end == "200" else failed, ""])


def at(root: str) -> str:
    """Return the line in which pdm takes a page for one of an index."""
    return f"Found index url {root}/"


MISSING: Final = "Because sandbox depends on foo (*) which doesn't match any versions, version solving failed.\n"
ALPHA: Final = source("alpha", f"{OWN}/a")
REFUSED: Final = ALPHA + asked("alpha", "/a", 401) + MISSING
URL_A: Final = f"{OWN}/a"
URL_B: Final = f"{OWN}/b"
IN_URL: Final = "https://***@corp.example/a"
WRONG: Final = page(
    IN_URL,
    "401",
    "Found credentials in url for corp.example",
    "Found index url https://ci:hunter2@corp.example/a/",
    "Found credentials in index url for corp.example",
    f"401 Error, Credentials not correct for {URL_A}/foo/",
)
LENT: Final = page(URL_B, "403", at(URL_B))
BROKEN: Final = "Keyring is skipped due to an exception: it is locked"
PDMS_OWN: Final = ("Getting password from keyring CLI for ci@pdm-pypi-alpha",)
UNTRUSTED: Final = "unearth.collector: Skipping http://corp.example/a/foo/ for not being trusted, please add it\n"
ANONYMOUS: Final = START + page(URL_A, "401", at(URL_A), at(URL_A)) + NOTHING

OTHER_CASES: Final = (
    OtherCase(
        "IDX131",
        ALPHA + f"Keyring {OWN}/a is locked\n" + asked("alpha", "/a", 401) + MISSING,
        (0,),
        "the keyring is locked",
        ALPHA + "Keyring https://else.example/a is locked\n" + asked("alpha", "/a", 401) + MISSING,
    ),
    OtherCase("IDX132", NETRC + ANONYMOUS, (0,), "access too permissive", ANONYMOUS),
    OtherCase("IDX222", PDM, (2, 3), "it sent none there", START + WRONG + NOTHING),
    OtherCase(
        "IDX319",
        ALPHA + source("beta", f"{OWN}/b", "explicit") + asked("alpha", "/a", 404) + MISSING,
        (0,),
        "is explicit",
        ALPHA + source("beta", f"{OWN}/b") + asked("alpha", "/a", 404) + asked("beta", "/b", 404) + MISSING,
    ),
)
"""Rules of poetry and pdm alone, each once."""

OTHER_SHARED: Final = {
    ("IDX102", "poetry"): POETRY,
    ("IDX101", "pdm"): ANONYMOUS,
    ("IDX109", "pdm"): START + page(URL_A, "401", at(URL_A), *PDMS_OWN, at(URL_A), *PDMS_OWN) + NOTHING,
    ("IDX130", "pdm"): START + WRONG + LENT + NOTHING,
    ("IDX131", "pdm"): START
    + page(URL_A, "401", at(URL_A), at(URL_A), f"Getting credentials from keyring for url: {URL_A}/", BROKEN)
    + NOTHING,
    ("IDX201", "pdm"): START + WRONG + NOTHING,
    ("IDX202", "poetry"): source("alpha", "https://ci:hunter2@corp.example/a") + asked("alpha", "/a", 403) + MISSING,
    ("IDX202", "pdm"): START + page(IN_URL, "403", "Found credentials in url for corp.example") + NOTHING,
    ("IDX216", "pdm"): PDM_REFUSED,
    ("IDX219", "poetry"): REFUSED,
    ("IDX219", "pdm"): START + page(URL_A, "403").partition("\n")[2] + NOTHING,
    ("IDX302", "poetry"): source("alpha", "https://ci:hunter2@corp.example/a") + asked("alpha", "/a", 404) + MISSING,
    ("IDX302", "pdm"): START + page(URL_A, "404", at(URL_A)) + NOTHING,
    ("IDX314", "poetry"): ALPHA
    + source("beta", f"{OWN}/b")
    + asked("alpha", "/a", 401)
    + asked("beta", "/b", 200, 1)
    + "Writing lock file\n",
    ("IDX316", "pdm"): UNTRUSTED
    + "[CandidateNotFound]: Unable to find candidates for foo. There may exist some issues",
    ("IDX407", "poetry"): source("alpha", "https://ci:hunter2@corp.example/a")
    + answer(OWN, "/a/foo/", 503)
    + "503 Server Error: no for url: https://ci:hunter2@corp.example/a/foo/\n",
    ("IDX414", "pdm"): START + page(URL_A, "200", at(URL_A)) + NOTHING,
    ("IDX502", "poetry"): POETRY_UNREACHABLE,
    ("IDX702", "pdm"): PDM_FOUND.replace("https://", "http://"),
}
"""Rules that others show as well, each with a log of poetry or pdm in which they speak."""
