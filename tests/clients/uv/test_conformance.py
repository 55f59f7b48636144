"""What uv's own tests say about authentication and the search, held against the model.

Each test is named after its origin: the file under crates/, then the test. A version is the first that has the test,
or an older one in which the same holds.

Elsewhere here: retried_status_codes, test_tls_certificate_errors_are_not_retried, simple_http_500, simple_io_err* and
install_http_retries (test_pages.py), find_links_* (test_flat.py), empty_index_url_env_var, index_url_from_command_line,
lock_env_credentials and the like (tests/config/uv/).

Not modelled, and so left out: Hugging Face, S3, GCS, Azure and pyx (test_is_subdomain_of, authenticated_request_with_*,
test_response_requires_authentication), the system's own keyring (*_native_auth*), prompts (test_credentials_prompt_*),
publishing, the cache of pages (test_cache_control_lookup, test_pytorch_default_cache_control,
cached_client.rs, cache_uv_toml_credentials), which version a resolution picks (compile_index_url_unsafe_*,
compile_index_url_fallback_prefer_primary), a status that is ignored for a file
(add_auth_policy_never_with_url_credentials_ignored), userinfo that is no UTF-8 (from_url_invalid_utf8_*), referers,
fragments and POST (test_redirect_no_referer_if_disabled, test_redirect_preserves_fragment,
test_redirect_303_changes_post_to_get), log texts (test_tracing_url), assertions (fetch_url_no_host,
fetch_url_with_password, fetch_url_with_empty_username), URLs without a path (test_trie_opaque_url).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Unpack

import pytest

from idxdoctor.clients.interleave import in_turns
from idxdoctor.clients.uv.auth import Authentication
from idxdoctor.clients.uv.request import GaveUp, Request
from idxdoctor.clients.uv.session import Session
from idxdoctor.clients.uv.store import stored_for
from idxdoctor.clients.uv.wire import Wire
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.exchange import Answer, Effect, KeyringAnswer, Reply, Send
from idxdoctor.model.plan import Index, Plan
from idxdoctor.model.trace import Outcome
from idxdoctor.model.url import Url
from tests.clients.uv.test_cache import by_url, cache_of
from tests.clients.uv.test_store import stored
from tests.conversation import Conversation, Settings, credential, header, index, netrc, nobody, page, uv
from tests.surroundings import surroundings
from tests.worlds import PAGE, replay_of, server, world

H: Final = "http://h:8080"
ONE, TWO, THREE = f"{H}/prefix_1", f"{H}/prefix_2", f"{H}/prefix_3"
SOURCE: Final = Provenance("a test")
EVERY = pytest.mark.parametrize("version", ["0.6.0", "0.6.17", "0.7.0", "0.7.4", "0.13.9"])
SINCE_0_6_12 = pytest.mark.parametrize("version", ["0.6.12", "0.7.0", "0.7.4", "0.13.9"])
SINCE_0_7_0 = pytest.mark.parametrize("version", ["0.7.0", "0.7.4", "0.13.9"])
SINCE_0_7_14 = pytest.mark.parametrize("version", ["0.7.14", "0.13.9"])
SINCE_0_8_15 = pytest.mark.parametrize("version", ["0.8.15", "0.13.9"])


class Client:
    """uv's authentication, between requests and a server that answers 200 or 401.

    `opens` says whose header opens which URLs, by their beginning; the keyring has passwords by service and username.
    """

    def __init__(
        self,
        version: str,
        opens: Mapping[str, str],
        *indexes: Index,
        known: Mapping[str, str] | None = None,
        passwords: Mapping[tuple[str, str], str] | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        plan = replace(Plan((*indexes, PYPI)), keyring=passwords is not None)
        self._session = Session(replace(plan, **settings), version)
        for url, text in (known or {}).items():
            self._session.cache.insert(Url.parse(url), credential(text))
        self._opens, self._passwords = opens, passwords or {}
        self.sent: list[str] = []

    def get(self, text: str) -> int | None:
        """Return the status that a request for a URL comes to; its userinfo becomes its header."""
        url = Url.parse(text)
        request = Request(url.bare(), Credential.from_url(url, SOURCE), 0)
        steps = in_turns(Authentication(self._session, Wire(self._session).one).handle(request))
        try:
            effect = next(steps)
            while True:
                effect = steps.send(self._reply(effect))
        except StopIteration as end:
            status: int | None = end.value.status
            return status

    def _reply(self, effect: Effect) -> Reply:
        if isinstance(effect, Send):
            self.sent.append(header(effect.credential))
            opener = next((who for start, who in self._opens.items() if effect.url.reveal().startswith(start)), None)
            return Answer(200 if self.sent[-1] == opener else 401)
        for (service, username), password in self._passwords.items():
            if service == effect.service and effect.username in {None, username}:
                return KeyringAnswer(credential(f"{username}:{password}"))
        return KeyringAnswer(None)


# uv-auth: middleware.rs


@EVERY
def test_uv_auth_middleware_test_no_credentials(version: str) -> None:
    client = Client(version, {H: "user:password"})
    assert [client.get(f"{H}/foo"), client.get(f"{H}/bar")] == [401, 401]


@EVERY
@pytest.mark.parametrize("known", [{}, {H: "user:password"}], ids=["no_seed", "seed"])
def test_uv_auth_middleware_test_credentials_in_url_seed_and_no_seed(version: str, known: dict[str, str]) -> None:
    client = Client(version, {H: "user:password"}, known=known)
    assert client.get("http://user:password@h:8080") == 200
    assert [client.get(H), client.get(f"{H}/foo")] == [200, 200]
    assert client.get("http://user:invalid@h:8080") == 401


@EVERY
def test_uv_auth_middleware_test_credentials_in_url_username_only(version: str) -> None:
    client = Client(version, {H: "user:"}, known={H: "user"})
    assert client.get("http://user@h:8080") == 200
    assert [client.get(H), client.get(f"{H}/foo")] == [200, 200]
    assert client.get("http://user:invalid@h:8080") == 401
    assert client.get(H) == 200


@EVERY
def test_uv_auth_middleware_test_credentials_in_url_empty_username(version: str) -> None:
    client = Client(version, {H: ":token"})
    assert client.get("http://:token@h:8080") == 200
    assert [client.get(H), client.get(f"{H}/foo")] == [200, 200]


@EVERY
@pytest.mark.parametrize("host", [None, "h"], ids=["default_host", "matching_host"])
def test_uv_auth_middleware_test_netrc_file(version: str, host: str | None) -> None:
    client = Client(version, {H: "user:password"}, netrc=(netrc(host, "user:password"),))
    assert client.get(H) == 200
    assert client.get("http://user:invalid@h:8080") == 401
    assert client.get(H) == 200


@EVERY
def test_uv_auth_middleware_test_netrc_file_mismatched_host(version: str) -> None:
    client = Client(version, {H: "user:password"}, netrc=(netrc("example.com", "user:password"),))
    assert client.get(H) == 401
    assert client.get("http://user:password@h:8080") == 200


@EVERY
def test_uv_auth_middleware_test_netrc_file_mismatched_username(version: str) -> None:
    client = Client(version, {H: "user:password"}, netrc=(netrc("h", "user:password"),))
    assert client.get("http://other-user@h:8080") == 401
    assert client.get("http://user@h:8080") == 200


@EVERY
def test_uv_auth_middleware_test_keyring(version: str) -> None:
    client = Client(version, {H: "user:password"}, passwords={("h:8080", "user"): "password"})
    assert client.get(H) == 401
    assert client.get("http://user@h:8080") == 200
    assert client.get("http://user:invalid@h:8080") == 401
    assert client.get("http://user@h:8080") == 200
    assert client.get("http://other_user@h:8080") == 401


@SINCE_0_6_12
def test_uv_auth_middleware_test_keyring_always_authenticate(version: str) -> None:
    passwords = {("h:8080", "user"): "password"}
    client = Client(version, {H: "user:password"}, index(H, policy="always"), passwords=passwords)
    assert client.get(H) == 200
    assert client.get("http://user@h:8080") == 200
    assert client.get("http://user:invalid@h:8080") == 401
    with pytest.raises(GaveUp):
        client.get("http://other_user@h:8080")


@EVERY
def test_uv_auth_middleware_test_keyring_includes_non_standard_port(version: str) -> None:
    client = Client(version, {H: "user:password"}, passwords={("h", "user"): "password"})
    assert client.get("http://user@h:8080") == 401


@EVERY
def test_uv_auth_middleware_test_credentials_in_keyring_seed(version: str) -> None:
    passwords = {("h:8080", "user"): "password"}
    client = Client(version, {H: "user:password"}, known={H: "user"}, passwords=passwords)
    assert [client.get(H), client.get("http://user@h:8080")] == [200, 200]


@EVERY
def test_uv_auth_middleware_test_credentials_in_url_multiple_realms(version: str) -> None:
    known = {H: "user1:password1", "http://g": "user2:password2"}
    client = Client(version, known, known=known)
    assert [client.get(H), client.get("http://g")] == [200, 200]
    assert [client.get(f"{H}/foo"), client.get("http://g/foo")] == [200, 200]


@EVERY
def test_uv_auth_middleware_test_credentials_from_keyring_multiple_realms(version: str) -> None:
    passwords = {("h:8080", "user1"): "password1", ("g", "user2"): "password2"}
    client = Client(version, {H: "user1:password1", "http://g": "user2:password2"}, passwords=passwords)
    assert [client.get(H), client.get("http://g")] == [401, 401]
    assert client.get("http://user1@h:8080") == 200
    assert client.get("http://g") == 401
    assert client.get("http://user2@g") == 200
    assert [client.get("http://user1@h:8080/foo"), client.get("http://user2@g/foo")] == [200, 200]


MIXED: Final = {ONE: "user1:password1", TWO: "user2:password2", THREE: nobody}


@EVERY
def test_uv_auth_middleware_test_credentials_in_url_mixed_authentication_in_realm(version: str) -> None:
    client = Client(version, MIXED, known={ONE: "user1:password1", TWO: "user2:password2"})
    assert [client.get(url) for url in (ONE, TWO, f"{ONE}/foo", f"{TWO}/foo")] == [200] * 4
    assert client.get(f"{ONE}_foo") == 401
    assert client.get(THREE) == 200


@EVERY
def test_uv_auth_middleware_test_credentials_from_keyring_mixed_authentication_in_realm(version: str) -> None:
    passwords = {("h:8080", "user1"): "password1", ("h:8080", "user2"): "password2"}
    client = Client(version, MIXED, passwords=passwords)
    assert [client.get(ONE), client.get(TWO)] == [401, 401]
    assert client.get("http://user1@h:8080/prefix_1") == 200
    assert client.get(TWO) == 401
    assert client.get("http://user2@h:8080/prefix_2") == 200
    assert [client.get(f"{ONE}/foo"), client.get(f"{TWO}/foo")] == [200, 200]
    assert client.get(f"{ONE}_foo") == 401
    assert client.get(THREE) == 200


SAME_USERNAME: Final = {ONE: "user:password1", TWO: "user:password2"}
BY_URL: Final = {(ONE, "user"): "password1", (TWO, "user"): "password2"}


@EVERY
def test_uv_auth_middleware_test_credentials_from_keyring_mixed_authentication_in_realm_same_username(
    version: str,
) -> None:
    client = Client(version, SAME_USERNAME, passwords=BY_URL)
    assert [client.get(ONE), client.get(TWO)] == [401, 401]
    assert client.get("http://user@h:8080/prefix_1") == 200
    assert client.get(TWO) == 401
    assert client.get(f"{ONE}/foo") == 200
    # One password a host and username: uv's own test calls that incorrect.
    assert client.get("http://user@h:8080/prefix_2") == 401
    assert client.get(f"{TWO}/foo") == 401


@SINCE_0_7_0
def test_uv_auth_middleware_test_credentials_from_keyring_mixed_authentication_different_indexes_same_realm(
    version: str,
) -> None:
    client = Client(version, SAME_USERNAME, index(ONE), index(TWO), passwords=BY_URL)
    assert [client.get(ONE), client.get(TWO)] == [401, 401]
    assert client.get("http://user@h:8080/prefix_1") == 200
    assert client.get(TWO) == 401
    assert client.get(f"{ONE}/foo") == 200
    assert client.get("http://user@h:8080/prefix_2") == 200
    assert client.get(f"{TWO}/foo") == 200


@SINCE_0_7_0
def test_uv_auth_middleware_test_credentials_from_keyring_shared_authentication_different_indexes_same_realm(
    version: str,
) -> None:
    client = Client(version, {H: "user:password"}, index(ONE), passwords={(f"{H}/", "user"): "password"})
    assert client.get(ONE) == 401
    assert client.get("http://user@h:8080/") == 200
    assert client.get("http://user@h:8080/prefix_1") == 200
    assert client.get(f"{ONE}/foo") == 200


@SINCE_0_6_12
def test_uv_auth_middleware_test_auth_policy_always_with_credentials(version: str) -> None:
    client = Client(version, {H: "user:password"}, index(H, policy="always"))
    assert client.get("http://user:password@h:8080") == 200
    assert client.get(f"{H}/foo") == 200
    assert client.get("http://user:invalid@h:8080") == 401


@SINCE_0_6_12
def test_uv_auth_middleware_test_auth_policy_always_unauthenticated(version: str) -> None:
    client = Client(version, {H: nobody}, index(H, policy="always"))
    with pytest.raises(GaveUp):
        client.get(H)
    assert client.sent == []


@SINCE_0_6_12
@pytest.mark.parametrize(("opener", "status"), [("user:password", 401), (nobody, 200)])
def test_uv_auth_middleware_test_auth_policy_never_with_credentials_and_unauthenticated(
    version: str, opener: str, status: int
) -> None:
    client = Client(version, {H: opener}, index(H, policy="never"), known={H: "user:password"})
    assert client.get(f"{H}/foo") == status
    assert client.sent == [nobody]


@SINCE_0_8_15
def test_uv_auth_middleware_test_text_store_basic_auth(version: str) -> None:
    assert Client(version, {H: "user:password"}, stored=(stored(H, "user:password"),)).get(H) == 200


@SINCE_0_8_15
def test_uv_auth_middleware_test_text_store_disabled(version: str) -> None:
    assert Client(version, {H: "user:password"}).get(H) == 401


@SINCE_0_8_15
def test_uv_auth_middleware_test_text_store_by_username(version: str) -> None:
    client = Client(version, {H: "user:password"}, stored=(stored(H, "user:password"),))
    assert client.get("http://user@h:8080") == 200
    assert client.get("http://wrong@h:8080") == 401
    assert client.get(H) == 200


# uv-auth: cache.rs, realm.rs, index.rs, credentials.rs


@pytest.mark.parametrize(
    ("url", "found"),
    [
        *[("https://a.example/b", "a:1"), ("https://a.example/", "a:1"), ("https://b.example/about", "b:2")],
        *[(f"https://c.example/foo{rest}", "c:3") for rest in ("", "/", "/bar")],
        *[(f"https://c.example/bar{rest}", "d:4") for rest in ("", "/", "/foo")],
        *[("https://c.example/about", None), ("https://c.example/foobar", None)],
    ],
)
def test_uv_auth_cache_test_trie(url: str, found: str | None) -> None:
    cache = cache_of(
        *[("https://a.example", "a:1"), ("https://b.example", "b:2")],
        *[("https://c.example/foo", "c:3"), ("https://c.example/bar", "d:4")],
    )
    assert by_url(cache, url) == (credential(found) if found else None)


def test_uv_auth_cache_test_url_with_credentials() -> None:
    url = "https://user:password@h/foobar"
    assert by_url(cache_of((url, "user:password")), url, "user") == credential("user:password")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        *[("https://h", "https://h", True), ("https://h:1234", "https://h:1234", True), ("http://h", "http://h", True)],
        *[
            ("http://h/foo", "http://h/bar", True),
            ("https://h:443", "https://h", True),
            ("http://h:80", "http://h", True),
        ],
        *[("https://h", "http://h", False), ("http://h", "https://h", False), ("https://h", "https://g", False)],
        *[("https://h:1234", "https://h:5678", False), ("https://h:443", "https://h:5678", False)],
        *[("https://h:1234", "https://h:443", False), ("https://h:80", "https://h", False)],
    ],
)
def test_uv_auth_realm_test_should_retain_auth(one: str, other: str, same: bool) -> None:
    assert (Url.parse(one).origin == Url.parse(other).origin) is same


@pytest.mark.parametrize("version", ["0.11.9", "0.13.9"])
@pytest.mark.parametrize(
    ("path", "below"),
    [
        *[("/simple", True), ("/simple/", True), ("/simple/anyio", True)],
        *[("/simpleevil", False), ("/simple-evil", False), ("/simpl", False)],
    ],
)
def test_uv_auth_index_test_index_path_prefix_requires_segment_boundary(version: str, path: str, below: bool) -> None:
    session = Session(Plan((PYPI,)), version)
    assert session.is_below(Url.parse("https://h/simple"), Url.parse(f"https://h{path}")) is below


@pytest.mark.parametrize(
    ("userinfo", "means"),
    [
        pytest.param("", None, id="from_url_no_credentials"),
        pytest.param("user:password@", "user:password", id="from_url_username_and_password"),
        pytest.param(":password@", ":password", id="from_url_no_username"),
        pytest.param("user@", "user", id="from_url_no_password"),
        pytest.param("user%40domain:password@", "user@domain:password", id="percent_encoded_user"),
        pytest.param("user:password%3D%3D@", "user:password==", id="percent_encoded_password"),
    ],
)
def test_uv_auth_credentials_from_url(userinfo: str, means: str | None) -> None:
    found = Credential.from_url(Url.parse(f"https://{userinfo}h/simple/first/"), SOURCE)
    wanted = credential(means) if means else None
    assert (found and (found.username, found.password)) == (wanted and (wanted.username, wanted.password))


# uv-auth: keyring.rs


def sent_with(passwords: Mapping[tuple[str, str], str], url: str, version: str = "0.13.9") -> str:
    """Return what is sent to a URL that has a username, where the keyring has these passwords."""
    client = Client(version, {}, passwords=passwords)
    client.get(url)
    return client.sent[-1]


@EVERY
@pytest.mark.parametrize("url", ["https://user@h", "https://user@h/test"])
def test_uv_auth_keyring_fetch_url(version: str, url: str) -> None:
    assert sent_with({("h", "user"): "password"}, url, version) == "user:password"


@EVERY
@pytest.mark.parametrize("passwords", [{}, {("g", "user"): "password"}], ids=["no_auth", "no_match"])
def test_uv_auth_keyring_fetch_url_no_auth_and_no_match(version: str, passwords: dict[tuple[str, str], str]) -> None:
    assert sent_with(passwords, "https://user@h", version) == "user:"


@EVERY
@pytest.mark.parametrize(("path", "password"), [("foo", "password"), ("", "other"), ("bar", "other")])
def test_uv_auth_keyring_fetch_url_prefers_url_to_host(version: str, path: str, password: str) -> None:
    passwords = {("https://h/foo", "user"): "password", ("h", "user"): "other"}
    assert sent_with(passwords, f"https://user@h/{path}", version) == f"user:{password}"


@EVERY
def test_uv_auth_keyring_fetch_url_username_no_match(version: str) -> None:
    assert sent_with({("h", "foo"): "password"}, "https://bar@h", version) == "bar:"


@pytest.mark.parametrize("version", ["0.10.3", "0.13.9"])
@pytest.mark.parametrize(
    ("scheme", "sent"),
    [
        pytest.param("http", "user:password", id="fetch_http_scheme_host_fallback"),
        pytest.param("https", "user:", id="fetch_http_scheme_host_no_cross_scheme"),
    ],
)
def test_uv_auth_keyring_fetch_http_scheme_host(version: str, scheme: str, sent: str) -> None:
    assert sent_with({(H, "user"): "password"}, f"{scheme}://user@h:8080/simple/anyio/", version) == sent


# uv-auth: store.rs


def username_in_store(
    services: Mapping[str, str], url: str, username: str | None = None, version: str = "0.13.9"
) -> str | None:
    """Return whose credentials a store gives that has a user's for each service."""
    entries = tuple(stored(service, f"{user}:password") for user, service in services.items())
    found = stored_for(Session(Plan((PYPI,), stored=entries), version), Url.parse(url), username)
    return found.username if found else None


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        *[("/api", True), ("/api/v1", True), ("/api/v1/users", True)],
        *[("/different", False), ("/ap", False), ("/apiary", False), ("/api-v2", False), ("", False)],
    ],
)
def test_uv_auth_store_test_prefix_matching(path: str, matches: bool) -> None:
    assert username_in_store({"user": "https://h/api"}, f"https://h{path}") == ("user" if matches else None)


@pytest.mark.parametrize(
    ("url", "matches"),
    [
        *[
            ("https://h", True),
            ("https://h/path", True),
            ("https://h/different/path", True),
            ("https://h:443/path", True),
        ],
        *[("http://h", False), ("https://g", False), ("https://h:8080", False)],
    ],
)
def test_uv_auth_store_test_realm_based_matching(url: str, matches: bool) -> None:
    assert username_in_store({"user": "https://h"}, url) == ("user" if matches else None)


NESTED: Final = {"general": "https://h/api", "specific": "https://h/api/v1"}


@pytest.mark.parametrize(("path", "username"), [("v1/users", "specific"), ("v2", "general")])
def test_uv_auth_store_test_most_specific_prefix_matching(path: str, username: str) -> None:
    assert username_in_store(NESTED, f"https://h/api/{path}") == username


@pytest.mark.parametrize(("asked", "found"), [("user1", "user1"), ("user2", None), (None, "user1")])
def test_uv_auth_store_test_username_exact_url_match(asked: str | None, found: str | None) -> None:
    assert username_in_store({"user1": "https://h"}, "https://h", asked) == found


@pytest.mark.parametrize(("asked", "found"), [("specific", "specific"), ("general", "general"), (None, "specific")])
def test_uv_auth_store_test_username_prefix_url_match(asked: str | None, found: str) -> None:
    assert username_in_store(NESTED, "https://h/api/v1/users", asked) == found


@pytest.mark.parametrize("version", ["0.10.0", "0.13.9"])
@pytest.mark.parametrize(("asked", "found"), [(None, None), ("user1", "user1"), ("user2", "user2")])
def test_uv_auth_store_test_ambiguous_username_error(version: str, asked: str | None, found: str | None) -> None:
    both = {"user1": "https://h/api", "user2": "https://h/api"}
    assert username_in_store(both, "https://h/api/v1", asked, version) == found


# uv-client: base_client.rs, registry_client.rs

SIMPLE, FOO = "https://h/simple", "https://h/simple/foo/"
EVERY_REDIRECT = pytest.mark.parametrize("status", [301, 302, 303, 307, 308])


@SINCE_0_7_14
@EVERY_REDIRECT
def test_uv_client_base_client_test_redirect_preserves_authorization_header_on_same_origin(
    version: str, status: int
) -> None:
    talk = Conversation(uv(version, "https://user:password@h/simple"))
    talk.expects(FOO, "user:password").redirects("https://h/redirect", status)
    talk.expects("https://h/redirect", "user:password")


@SINCE_0_7_14
@EVERY_REDIRECT
def test_uv_client_base_client_test_redirect_removes_authorization_header_on_cross_origin(
    version: str, status: int
) -> None:
    talk = Conversation(uv(version, "https://user:password@h/simple"))
    talk.expects(FOO, "user:password").redirects("https://cross/simple", status)
    talk.expects("https://cross/simple", nobody)


@pytest.mark.parametrize("version", ["0.12.9", "0.13.9"])
def test_uv_client_base_client_test_redirect_removes_sensitive_headers_on_scheme_change(version: str) -> None:
    talk = Conversation(uv(version, "http://user:password@h:8080/simple"))
    talk.expects("http://h:8080/simple/foo/", "user:password").redirects("https://h:8080/simple/foo/")
    talk.expects("https://h:8080/simple/foo/", nobody)


def test_uv_client_registry_client_test_redirect_to_server_with_credentials() -> None:
    # In its first form: since 0.7.14 uv crosses origins with credentials only where a test allows it.
    talk = Conversation(uv("0.7.0", "https://user:password@redirects/simple"))
    talk.expects("https://redirects/simple/foo/", "user:password").redirects("https://h/")
    talk.expects("https://h/", "user:password").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize("version", ["0.7.0", "0.7.14", "0.13.9"])
@pytest.mark.parametrize(
    ("location", "target"),
    [
        pytest.param("/bar/baz/", "https://h/bar/baz/", id="test_redirect_root_relative_url"),
        pytest.param("bar/baz/", "https://h/simple/foo/bar/baz/", id="test_redirect_relative_url"),
    ],
)
def test_uv_client_registry_client_test_redirect_relative(version: str, location: str, target: str) -> None:
    talk = Conversation(uv(version, "https://user:password@h/simple"))
    talk.expects(FOO, "user:password").redirects(location, 307)
    talk.expects(target, "user:password").answers(page)
    talk.ends(Outcome.FOUND)


# uv-distribution-types: status_code_strategy.rs, index_url.rs


@SINCE_0_7_0
@pytest.mark.parametrize(
    ("url", "ignored", "status", "goes_on"),
    [
        *[
            (SIMPLE, None, 400, False),
            (SIMPLE, None, 401, False),
            (SIMPLE, None, 403, False),
            (SIMPLE, None, 404, True),
        ],
        *[("https://download.pytorch.org/whl/cu118", None, status, status == 403) for status in (401, 403)],
        *[(SIMPLE, {401, 403}, status, True) for status in (401, 403)],
        *[(SIMPLE, {401, 502, 503}, status, status == 401) for status in (401, 403)],
        ("https://download.pytorch.org/whl/cu118", set(), 403, False),
    ],
)
def test_uv_distribution_types_status_code_strategy_test_strategy_and_decision(
    version: str, url: str, ignored: set[int] | None, status: int, goes_on: bool
) -> None:
    talk = Conversation(uv(version, index(url, ignored=ignored)))
    talk.expects(f"{url}/foo/", nobody).answers(status)
    if goes_on:
        talk.expects("https://pypi.org/simple/foo/", nobody)
    else:
        talk.ends(Outcome.FAILED if status == 400 else Outcome.STOPPED, at=url, status=status)


@SINCE_0_7_0
@pytest.mark.parametrize("status", [502, 503])
def test_uv_distribution_types_status_code_strategy_test_decision_multiple_ignored_status_codes(
    version: str, status: int
) -> None:
    talk = Conversation(uv(version, index(SIMPLE, ignored={401, 502, 503})))
    for _ in range(4):
        talk.expects(FOO, nobody).answers(status)
    talk.expects("https://pypi.org/simple/foo/", nobody)


def order(*tables: str, version: str = "0.13.9") -> list[str]:
    """Return the hosts that a configuration's indexes are asked in order."""
    text = "\n".join(f"[[index]]\n{table}\n" for table in tables)
    return [found.url.host for found in Session(read_plan(surroundings(files={"uv.toml": text})), version).order]


@EVERY
def test_uv_distribution_types_index_url_named_indexes_use_first_definition(version: str) -> None:
    assert order(
        'name = "shared"\nurl = "https://first/simple"',
        'name = "shared"\nurl = "https://shadowed/simple"\nexplicit = true',
        'name = "explicit"\nurl = "https://explicit/simple"\nexplicit = true',
        'name = "explicit"\nurl = "https://shadowed-implicit/simple"',
        'name = "default"\nurl = "https://default/simple"\ndefault = true',
        version=version,
    ) == ["first", "default"]


@pytest.mark.parametrize(("version", "times"), [("0.6.0", 2), ("0.7.2", 2), ("0.7.3", 1), ("0.13.9", 1)])
def test_uv_distribution_types_index_url_unnamed_indexes_are_not_deduplicated(version: str, times: int) -> None:
    unnamed = [f'url = "https://{host}/simple"' for host in ("first", "first", "last")]
    assert order(*unnamed, version=version) == [*["first"] * times, "last", "pypi.org"]


@EVERY
def test_uv_distribution_types_index_url_shadowed_default_falls_back_to_pypi(version: str) -> None:
    shared = 'name = "shared"\nurl = "https://first/simple"'
    assert order(shared, f"{shared}\ndefault = true", version=version) == ["first", "pypi.org"]


@pytest.mark.parametrize("version", ["0.7.3", "0.13.9"])
def test_uv_distribution_types_index_url_fetch_indexes_deduplicates_raw_urls(version: str) -> None:
    url = 'url = "https://index/simple"'
    assert order(f'name = "first"\n{url}', f'name = "second"\n{url}\ndefault = true', version=version) == ["index"]


# uv: tests of commands


@EVERY
def test_uv_edit_add_index_credentials(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, name="proxy", given="user:password", default=True)))
    talk.expects(FOO, "user:password").answers(page)
    talk.ends(Outcome.FOUND)


@SINCE_0_7_0
@pytest.mark.parametrize("opens", [True, False], ids=["add_index_url_in_keyring", "add_full_url_in_keyring"])
def test_uv_edit_add_index_url_and_full_url_in_keyring(version: str, opens: bool) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="user", default=True), keyring=True))
    talk.expects(FOO, "user:").answers(401)
    asked = talk.expects_keyring(SIMPLE, "user")
    if opens:
        asked.knows("user:password")
        talk.expects(FOO, "user:password").answers(page)
        talk.ends(Outcome.FOUND)
    else:
        asked.knows_nothing()
        talk.expects_keyring("h", "user").knows_nothing()
        talk.ends(Outcome.STOPPED, status=401)


@SINCE_0_6_12
@pytest.mark.parametrize(
    ("url", "code"),
    [
        pytest.param(SIMPLE, "uv.missing-credentials", id="without_credentials"),
        pytest.param("https://user@h/simple", "uv.incomplete-credentials", id="with_username_no_password"),
    ],
)
def test_uv_edit_add_auth_policy_always(version: str, url: str, code: str) -> None:
    talk = Conversation(uv(version, index(url, policy="always", default=True)))
    talk.ends_because(Outcome.FAILED, code)


@SINCE_0_6_12
@pytest.mark.parametrize("given", ["user:password", None], ids=["with_env_var_credentials", "without_credentials"])
def test_uv_edit_add_auth_policy_never(version: str, given: str | None) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given=given, policy="never", default=True)))
    talk.expects(FOO, nobody).answers(401)


@SINCE_0_6_12
def test_uv_edit_add_auth_policy_never_with_url_credentials(version: str) -> None:
    table = '[[index]]\nurl = "https://user:password@h/simple"\nauthenticate = "never"\ndefault = true\n'
    rules = {"path": "/simple/*", "as": "user", "answer": PAGE}, {"path": "/files/*", "answer": 401}, {"answer": 401}
    made = world({}, server("https://h", *rules, accounts={"user": "password"}), files={"uv.toml": table})
    [lookup] = replay_of(made, version).trace.lookups
    assert [exchange.answer.status for exchange in lookup.exchanges] == [200]
    assert [(header(file.request.credential), file.answer.status) for file in lookup.files] == [(nobody, 401)]


@SINCE_0_7_0
def test_uv_edit_add_stop_index_search_early_on_auth_failure(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).answers(401)
    talk.ends(Outcome.STOPPED, at=SIMPLE, status=401)


@SINCE_0_7_0
def test_uv_edit_add_ignore_error_codes(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, ignored={401, 403})))
    talk.expects(FOO, nobody).answers(401)
    talk.expects("https://pypi.org/simple/foo/", nobody).answers(page)
    talk.ends(Outcome.FOUND)


@SINCE_0_7_14
def test_uv_edit_add_redirect_cross_origin(version: str) -> None:
    talk = Conversation(uv(version, index("https://user:password@redirects", default=True)))
    talk.expects("https://redirects/foo/", "user:password").redirects(FOO)
    talk.expects(FOO, nobody).answers(401)
    talk.ends(Outcome.STOPPED, status=401)


@pytest.mark.parametrize("version", ["0.7.16", "0.13.9"])
def test_uv_edit_add_redirect_cross_origin_credentials_in_location(version: str) -> None:
    talk = Conversation(uv(version, index("https://redirects", default=True)))
    talk.expects("https://redirects/foo/", nobody).redirects("https://user:password@h/simple/foo/")
    talk.expects(FOO, "user:password").answers(page)
    talk.ends(Outcome.FOUND)


@SINCE_0_7_14
def test_uv_edit_add_redirect_with_keyring_cross_origin(version: str) -> None:
    talk = Conversation(uv(version, index("https://user@redirects", default=True), keyring=True))
    talk.expects_keyring("https://redirects/", "user").knows_nothing()
    talk.expects_keyring("redirects", "user").knows_nothing()
    talk.expects("https://redirects/foo/", "user:").redirects(FOO)
    talk.expects(FOO, nobody).answers(401)
    talk.ends(Outcome.STOPPED)


@SINCE_0_7_14
def test_uv_edit_pip_install_redirect_with_netrc_cross_origin(version: str) -> None:
    entries = (netrc("h", "user:password"),)
    talk = Conversation(uv(version, index("https://user@redirects", default=True), netrc=entries))
    talk.expects("https://redirects/foo/", "user:").redirects(FOO)
    talk.expects(FOO, nobody).answers(401)
    talk.expects(FOO, "user:password").answers(page)
    talk.ends(Outcome.FOUND)


@EVERY
def test_uv_pip_install_install_extra_index_url_has_priority(version: str) -> None:
    talk = Conversation(uv(version, "https://extra/simple", index(SIMPLE, default=True)))
    talk.expects("https://extra/simple/foo/", nobody).answers(page)
    talk.ends(Outcome.FOUND, at="https://extra/simple")


@EVERY
def test_uv_pip_compile_compile_index_url_fallback(version: str) -> None:
    talk = Conversation(uv(version, "https://extra/simple", index(SIMPLE, default=True)))
    talk.expects("https://extra/simple/foo/", nobody).answers(404)
    talk.expects(FOO, nobody).answers(page)
    talk.ends(Outcome.FOUND, at=SIMPLE)


@pytest.mark.parametrize("version", ["0.8.18", "0.13.9"])
def test_uv_pip_compile_credentials_from_subdirectory(version: str) -> None:
    internal = index(f"{SIMPLE}/", name="internal", explicit=True, given="user:password")
    talk = Conversation(uv(version, pins={"foo": internal}))
    talk.expects(FOO, "user:password").answers(page)
    talk.ends(Outcome.FOUND)


@SINCE_0_7_0
@pytest.mark.parametrize("slash", ["", "/"])
def test_uv_lock_lock_multiple_indexes_same_realm_different_credentials(version: str, slash: str) -> None:
    one, two = (
        index(f"https://h/{part}/simple{slash}", name=part, given=f"user:{part}", explicit=True) for part in "ab"
    )
    run = uv(version, one, two, pins={"foo": one, "bar": two})
    foo, bar = Conversation(run, "foo"), Conversation(run, "bar")
    foo.expects("https://h/a/simple/foo/", "user:a").answers(page)
    bar.expects("https://h/b/simple/bar/", "user:b").answers(page)


@pytest.mark.parametrize("version", ["0.6.12", "0.13.9"])
def test_uv_lock_lock_keyring_explicit_always(version: str) -> None:
    corp = index("https://corp/simple", name="corp", explicit=True, policy="always")
    talk = Conversation(uv(version, corp, keyring=True, pins={"foo": corp}))
    service = "https://corp/simple" if version == "0.13.9" else "https://corp/simple/foo/"
    talk.expects_keyring(service, None).knows("user:password")
    talk.expects("https://corp/simple/foo/", "user:password").answers(page)
    talk.ends(Outcome.FOUND)
