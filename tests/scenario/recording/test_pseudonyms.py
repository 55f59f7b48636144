"""Names in place of others: stable, readable, and with what matters kept."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from idxdoctor.model.flaw import flaws_as_sent, flaws_of_userinfo
from idxdoctor.model.url import Url
from idxdoctor.scenario.recording.answers import full_text
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms

NOW = 1_800_000_000.0


def names(*packages: str) -> Pseudonyms:
    """Return names for lookups of some packages."""
    return Pseudonyms(packages, now=NOW)


def mapped(text: str, given: Pseudonyms | None = None) -> str:
    """Return a URL under other names."""
    return full_text((given or names("billing")).url(Url.parse(text)))


@pytest.mark.parametrize(
    ("real", "made_up"),
    [
        ("https://pypi.acme.com/simple", "https://index-a.example/simple"),
        ("https://pypi.acme.com:8443/team/+simple/", "https://index-a.example:8443/repo-1/+simple/"),
        ("http://pypi.acme.com", "http://index-a.example/"),
        (
            "https://acme.jfrog.io/artifactory/api/pypi/a/simple",
            "https://org-1.jfrog.io/artifactory/api/pypi/repo-1/simple",
        ),
        (
            "https://pkgs.dev.azure.com/acme/_packaging/f/pypi/simple/",
            "https://pkgs.dev.azure.com/repo-1/_packaging/repo-2/pypi/simple/",
        ),
        (
            "https://gitlab.acme.com/api/v4/projects/4711/packages/pypi/simple",
            "https://index-a.example/api/v4/projects/repo-1/packages/pypi/simple",
        ),
        ("https://europe-python.pkg.dev/acme/x/simple/", "https://europe-python.pkg.dev/repo-1/repo-2/simple/"),
        (
            "https://dl.cloudsmith.io/t0k3n/acme/r/python/simple",
            "https://dl.cloudsmith.io/repo-1/repo-2/repo-3/python/simple",
        ),
        ("https://pypi.org/simple/billing/", "https://pypi.org/simple/package-1/"),
        (
            "https://f.acme.com/w/billing-1.2+acme.3-py3-none-any.whl",
            "https://index-a.example/repo-1/package_1-1.2-py3-none-any.whl",
        ),
        ("https://ci:s3cr3t@h.acme.com/simple", "https://user-1:made-up-1@index-a.example/simple"),
        ("https://t0k3n@h.acme.com/simple", "https://user-1@index-a.example/simple"),
        ("https://:s3cr3t@h.acme.com/simple", "https://:made-up-1@index-a.example/simple"),
        ("https://__token__:s3cr3t@h.acme.com/simple", "https://__token__:made-up-1@index-a.example/simple"),
        (
            "https://a%40acme.com:p%2Fw@h.acme.com/s",
            "https://user-1%40mail.example:made%2F-up-1@index-a.example/repo-1",
        ),
        (
            "https://h.acme.com/s?sig=abc&se=2030-01-01&who=me",
            "https://index-a.example/repo-1?sig=made-up-1&se=2030-01-01&p3=made-up-2",
        ),
    ],
)
def test_a_url_keeps_its_shape(real: str, made_up: str) -> None:
    assert mapped(real) == made_up


def test_what_is_the_same_stays_the_same_and_what_differs_differs() -> None:
    given = names()
    urls = ["https://a.x/r/simple", "https://a.x/r-two/simple", "https://a.x/s/r/simple", "https://b.x/r/simple"]
    one, longer, below, elsewhere = (mapped(url, given) for url in urls)
    assert [mapped(url, given) for url in urls] == [one, longer, below, elsewhere]
    assert longer.partition("/simple")[0].startswith(one.partition("/simple")[0])
    assert below.endswith("/repo-1/simple")
    assert elsewhere.partition("://")[2].partition("/")[0] != one.partition("://")[2].partition("/")[0]


def test_no_name_of_a_kind_begins_another() -> None:
    given = names()
    made = [given.index_name(f"Z{number}") for number in range(120)]
    assert not any(other.startswith(name) for name in made for other in made if other != name)
    assert len({given.host(f"h{number}.acme.com") for number in range(60)}) == 60


@pytest.mark.parametrize(
    "secret",
    [
        '"hunter2"', "hunter2\n", " hunter2", "hun\tter2", "Bearer hunter2", "token: hunter2",
        "hunter%402", "${TOKEN_ACME}",
        "$(ACME)", "<acme>", "***", "changeme", '{"token": "hunter2"}', "${{ secrets.ACME }}", "%ACME%", "$ACME",
    ],
)  # fmt: skip
def test_a_made_up_secret_has_the_flaws_of_the_real_one(secret: str) -> None:
    made = names().secret(secret)
    assert [flaw.code for flaw in flaws_as_sent(made, in_url=False)] == [
        flaw.code for flaw in flaws_as_sent(secret, in_url=False)
    ]
    assert "hunter" not in made
    assert "acme" not in made.lower()


@pytest.mark.parametrize("written", ["100%sure", "100%sure%2Bmore", "p%40ss", "50%-off%40"])
def test_a_raw_percent_stays_one(written: str) -> None:
    url = Url.parse(f"https://ci:{written}@h.acme.com/simple")
    made = names().url(url)
    assert [flaw.code for _, flaw in flaws_of_userinfo(made)] == [flaw.code for _, flaw in flaws_of_userinfo(url)]
    assert made.decoded_password is not None
    assert url.decoded_password is not None
    assert names().secret(url.decoded_password.reveal()) == made.decoded_password.reveal()


@pytest.mark.parametrize(("expiry", "expired"), [(1_600_000_000, True), (1_900_000_000, False)])
def test_a_token_has_expired_if_the_real_one_has(expiry: int, expired: bool) -> None:
    claims = {"exp": expiry, "sub": "alice@acme.com"}
    head, body = (urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "x"}, claims))
    made = names().secret(f"{head}.{body}.c2lnbmF0dXJl")
    part = made.split(".")[1]
    said = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    assert [*said] == ["exp"]
    assert (said["exp"] < NOW) == expired


def test_with_names_kept_only_secrets_change() -> None:
    given = Pseudonyms(["billing"], keep_names=True, now=NOW)
    assert mapped("https://ci:s3cr3t@h.acme.com/r/simple/billing/", given) == (
        "https://ci:made-up-1@h.acme.com/r/simple/billing/"
    )
    assert mapped("https://t0k3n@h.acme.com/r", given) == "https://user-1@h.acme.com/r"
    assert "t0k3n12345" not in mapped("https://dl.cloudsmith.io/t0k3n12345/acme/r/python/simple", given)
    assert "s1gn3d" not in mapped("https://h.acme.com/r?sig=s1gn3d", given)


def test_public_packages_stay() -> None:
    given = Pseudonyms(["billing", "requests", "found"], public=["found"], now=NOW)
    assert [given.package(name) for name in ("Billing", "requests", "found")] == ["package-1", "requests", "found"]


def test_a_keyring_service_stays_a_url_or_a_host() -> None:
    given = names()
    assert given.service("https://h.acme.com/simple") == "https://index-a.example/simple"
    assert given.service("https://h.acme.com") == "https://index-a.example"
    assert given.service("h.acme.com:8080") == "index-a.example:8080"
