"""URLs: taken apart, put together, and safe to show."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Origin, Url
from idxdoctor.model.url_parts import UrlError

CANARY = "zq7Canary"
MESSY = st.text(st.sampled_from("abz0:@/?#\\.%[]<> \t\néπ\uff0f\uff20-_~=&;+*!$'"), max_size=12) | st.text(max_size=12)
# What ends the part of a URL that holds the password, so that what follows is none.
IN_USERINFO = MESSY.filter(lambda text: not set(text) & set("/?#\\"))


def test_a_url_is_taken_apart() -> None:
    url = Url.parse("https://ci:cab%2Fbage@H.Example:8443/a/b?x=1#top")
    assert (url.scheme, url.host, url.port, url.path) == ("https", "h.example", 8443, "/a/b")
    assert (url.query, url.fragment) == ("x=1", "top")
    assert (url.username, url.password) == ("ci", Secret("cab%2Fbage"))
    assert (url.decoded_username, url.decoded_password) == ("ci", Secret("cab/bage"))
    assert url.origin == Origin("https", "h.example", 8443)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("HTTPS://h", "https://h/"),
        ("https://h:443/", "https://h/"),
        ("http://h:80/", "http://h/"),
        ("https://h:/", "https://h/"),
        ("https://h:00443/", "https://h/"),
        (" https://h/a ", "https://h/a"),
        ("https:\\\\h\\a", "https://h/a"),
        ("https:////h/a", "https://h/a"),
        ("https://h/a/./b/../c", "https://h/a/c"),
        ("https://h/a/%2E%2e/b", "https://h/b"),
        ("https://h/../..", "https://h/"),
        ("https://h/a/.", "https://h/a/"),
        ("https://h/a b", "https://h/a%20b"),
        ("https://h/é", "https://h/%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://@h/", "https://h/"),
        ("https://:@h/", "https://h/"),
    ],
)
def test_spellings_of_one_url(text: str, same: str) -> None:
    assert Url.parse(text) == Url.parse(same)
    assert Url.parse(text).reveal() == same


@pytest.mark.parametrize("text", ["https://h/%2f", "https://h//a", "https://h/a/", "https://h/?", "https://h/a;b=c,d"])
def test_what_tells_urls_apart_stays(text: str) -> None:
    assert Url.parse(text).reveal() == text


@pytest.mark.parametrize("host", ["[::1]", "127.0.0.1", "localhost", "h_h", "a.b.c."])
def test_hosts_of_every_kind(host: str) -> None:
    assert Url.parse(f"https://{host}:8443/").host == host
    assert Url.parse(f"https://{host}/").origin.netloc == host


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no scheme"),
        ("h.example/simple", "no scheme"),
        ("//h/simple", "no scheme"),
        ("ftp://h/", "not one of http, https and file"),
        ("https://", "no host"),
        ("https:///", "no host"),
        ("https://ci:cabbage@/simple", "no host"),
        ("https://h:99999/", "no port"),
        ("https://h:80a/", "no port"),
        ("https://h:-1/", "no port"),
        ("https://h:٣/", "no port"),
        (f"https://h:{'9' * 5000}/", "no port"),
        ("https://h h/", "no host name"),
        ("https://h<b>/", "no host name"),
        ("https://h%41/", "no host name"),
        ("https://[::1/", "no host name"),
        ("https://é..h/", "no valid international name"),
        ("https://h\uff0fx/", "no host name"),
        ("https://g\uff20h/", "no host name"),
        ("https://ci:cab/bage@h/simple", "percent-encode"),
        ("https://ci:cab#bage@h/simple", "percent-encode"),
    ],
)
def test_what_is_no_url_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(UrlError, match=reason):
        Url.parse(text)


def test_a_file_url_keeps_its_path() -> None:
    assert Url.parse("file:///srv/wheels").path == "/srv/wheels"
    assert Url.parse("file:///srv/wheels").host == ""


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("https://g/x", "https://g/x"),
        ("//g/x", "https://g/x"),
        ("/x", "https://h/x"),
        ("x", "https://h/a/x"),
        ("../x", "https://h/x"),
        ("?y=2", "https://h/a/b?y=2"),
        ("", "https://h/a/b?q=1"),
        ("#top", "https://h/a/b?q=1"),
        ("\\\\g\\x", "https://g/x"),
    ],
)
def test_a_reference_means_what_it_would_in_a_browser(reference: str, target: str) -> None:
    assert Url.parse("https://h/a/b?q=1").join(reference).reveal() == target


@pytest.mark.parametrize("reference", ["ftp://h/x", "https://", "//h h/", "mailto:a@b"])
def test_a_reference_that_means_nothing_is_refused(reference: str) -> None:
    with pytest.raises(UrlError):
        Url.parse("https://h/a").join(reference)


def test_a_relative_reference_stays_with_the_userinfo_and_an_absolute_one_does_not() -> None:
    url = Url.parse("https://ci:cabbage@h/a")
    assert url.join("/b").password == Secret("cabbage")
    assert url.join("https://h/b").password is None


@pytest.mark.parametrize(
    ("url", "child"),
    [("https://h", "/foo/"), ("https://h/a/", "/a/foo/"), ("https://h/a//", "/a//foo/"), ("https://h/a", "/a/foo/")],
)
def test_a_child_takes_up_one_slash(url: str, child: str) -> None:
    assert Url.parse(url).child("foo").path == child


def test_a_bare_url_has_no_userinfo() -> None:
    assert Url.parse("https://ci:cabbage@h/a?x=1").bare() == Url.parse("https://h/a?x=1")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"https://ci:{CANARY}@h/a", "https://ci:****@h/a"),
        (f"https://{CANARY}@h/a", "https://****@h/a"),
        (f"https://{CANARY}:@h/a", "https://****@h/a"),
        (f"https://{CANARY}:x-oauth-basic@h/a", "https://****:****@h/a"),
        (f"https://:{CANARY}@h/a", "https://:****@h/a"),
        ("https://__token__@h/a", "https://__token__@h/a"),
        (f"https://h/a?token={CANARY}", "https://h/a?token=****"),
        (f"https://h/a?x=1&X-Amz-Signature={CANARY}&y", "https://h/a?x=1&X-Amz-Signature=****&y"),
        (f"https://h/a?api_key={CANARY}", "https://h/a?api_key=****"),
        (f"https://h/a?x={CANARY * 5}", "https://h/a?x=****"),
        (f"https://h/a#{CANARY}", "https://h/a"),
        (f"https://dl.cloudsmith.io/{CANARY}/org/repo/", "https://dl.cloudsmith.io/****/org/repo/"),
        ("https://dl.cloudsmith.io/public/org/repo/", "https://dl.cloudsmith.io/public/org/repo/"),
    ],
)
def test_a_url_is_shown_without_what_may_be_secret(text: str, shown: str) -> None:
    url = Url.parse(text)
    assert str(url) == shown
    assert CANARY not in repr(url).replace(f"path='/{CANARY}/org/repo/'", "")


def parsed(text: str, base: Url | None = None) -> Url | str:
    """Return the URL that a text spells, or says from a base, or the message that it spells none."""
    try:
        return Url.parse(text) if base is None else base.join(text)
    except UrlError as error:
        return str(error)


@given(MESSY)
@example("https://h:99999999999999999999/")
def test_any_text_is_a_url_or_none(text: str) -> None:
    url = parsed(text)
    assert isinstance(url, str) or url.scheme in {"http", "https", "file"}


@given(MESSY)
@example("\xaf")
def test_what_goes_on_the_wire_means_the_same_url(text: str) -> None:
    url = parsed(f"https://{text}")
    if isinstance(url, Url):
        again = Url.parse(url.reveal())
        assert again.origin == url.origin
        assert again.reveal() == url.reveal()


@given(user=IN_USERINFO, before=IN_USERINFO, after=IN_USERINFO, host=MESSY, path=MESSY)
def test_a_password_is_never_shown(user: str, before: str, after: str, host: str, path: str) -> None:
    url = parsed(f"https://{user}:{before}{CANARY}{after}@{host}/{path}")
    assert CANARY not in f"{url} {url!r}"
    if isinstance(url, Url):
        assert CANARY not in url.reveal()
        assert url.password is not None
        assert CANARY in url.password.reveal()


@given(st.text(st.characters(categories=["L", "N", "P"]), max_size=8))
@example("")
def test_an_error_repeats_nothing_of_the_text(text: str) -> None:
    for broken in (f"{CANARY}{text}", f"{CANARY}:{text}@h/", f"https://h {text}{CANARY}", f"https://h:{CANARY}{text}"):
        told = parsed(broken)
        assert isinstance(told, Url) or CANARY.lower() not in told.lower()


@given(MESSY)
def test_any_reference_means_a_url_or_nothing(reference: str) -> None:
    target = parsed(reference, Url.parse(f"https://ci:{CANARY}@h/a/b"))
    assert CANARY not in str(target)
    assert isinstance(target, str) or target.path.startswith("/") or target.scheme == "file"


def test_digits_before_a_raw_slash_in_a_password_are_no_port() -> None:
    with pytest.raises(UrlError, match="percent-encode"):
        Url.parse("https://ci:12/bage@h.example/simple")
    assert Url.parse("http://localhost:8080/@scope/x").port == 8080
    assert Url.parse("https://h.example:8443/x@1").port == 8443
