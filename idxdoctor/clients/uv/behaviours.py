"""How uv releases differ in asking indexes. Files named are upstream's, under crates/, at the first version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from idxdoctor.clients.behaviour import behaviour, values_at


@dataclass(frozen=True, slots=True)
class Behaviours:
    """The behaviours of one uv version; the algorithm asks these and never a version number."""

    searches_everywhere_despite_pin: bool = behaviour(
        "<0.6.6",
        means="a project that a source pins to one index is looked for at all the others at the same time",
        source="https://github.com/astral-sh/uv/pull/12057, uv-resolver/src/resolver/mod.rs",
        scenario="uv-searches-everywhere-despite-pin",
    )
    stops_at_refusal: bool = behaviour(
        ">=0.7.0",
        means="401 or 403 ends a first-index search; before, the next index was asked",
        source="https://github.com/astral-sh/uv/pull/12805, uv-client/src/registry_client.rs",
        scenario="uv-stops-at-refusal",
    )
    honours_ignored_statuses: bool = behaviour(
        ">=0.7.0",
        means="`ignore-error-codes` of an index names statuses after which the next index is asked",
        source="https://github.com/astral-sh/uv/pull/12805, uv-distribution-types/src/status_code_strategy.rs",
        scenario="uv-honours-ignored-statuses",
    )
    ignores_statuses_of_files: bool = behaviour(
        ">=0.11.27",
        means="`ignore-error-codes` of an index names statuses of wheels and their metadata, too, after which an older "
        "version is tried; before, these ended the run",
        source="https://github.com/astral-sh/uv/pull/12255, uv-resolver/src/resolver/provider.rs",
        scenario="uv-ignores-statuses-of-files",
    )
    pytorch_subdomains_may_refuse: bool = behaviour(
        ">=0.7.0,<0.9.19",
        means="403 from any host that ends in pytorch.org means 'no such package' and the next index is asked",
        source="https://github.com/astral-sh/uv/pull/12805, uv-distribution-types/src/status_code_strategy.rs",
        scenario="uv-pytorch-subdomains-may-refuse",
    )
    pytorch_may_refuse: bool = behaviour(
        ">=0.9.19",
        means="403 from download.pytorch.org, and only there, means 'no such package'",
        source="https://github.com/astral-sh/uv/pull/17164, uv-distribution-types/src/index.rs",
        scenario="uv-pytorch-may-refuse",
    )
    matches_ignoring_userinfo: bool = behaviour(
        ">=0.8.23",
        means="an index's options are found by its URL whatever userinfo stands in it",
        source="https://github.com/astral-sh/uv/pull/16088, uv-distribution-types/src/index_url.rs",
        scenario="uv-matches-ignoring-userinfo",
    )
    unsafe_tolerates_407_and_511: bool = behaviour(
        ">=0.7.0",
        means="the unsafe strategies pass over 407 and 511 as they do over 401 and 403",
        source="https://github.com/astral-sh/uv/pull/12805, uv-distribution-types/src/status_code_strategy.rs",
        scenario="uv-unsafe-tolerates-407-and-511",
    )
    policies_in_projects: bool = behaviour(
        ">=0.6.6",
        means="`authenticate` is honoured by project commands (lock, sync, add, run)",
        source="https://github.com/astral-sh/uv/pull/11896, uv-auth/src/policy.rs",
        scenario="uv-policies-in-projects",
    )
    policies_in_uv_pip: bool = behaviour(
        ">=0.6.10",
        means="`authenticate` is honoured by `uv pip` too",
        source="https://github.com/astral-sh/uv/pull/12470",
        scenario="uv-policies-in-uv-pip",
    )
    policies_of_explicit_indexes: bool = behaviour(
        ">=0.6.12",
        means="`authenticate` is honoured for explicit indexes",
        source="https://github.com/astral-sh/uv/pull/12631",
        scenario="uv-policies-of-explicit-indexes",
    )
    always_needs_password: bool = behaviour(
        ">=0.6.9",
        means="`authenticate = always` with a username and no password is an error instead of a request",
        source="https://github.com/astral-sh/uv/pull/12316, uv-auth/src/middleware.rs complete_request",
        scenario="uv-always-needs-password",
    )
    always_asks_keyring_without_username: bool = behaviour(
        ">=0.6.9",
        means="`authenticate = always` asks the keyring for a whole credential (`--mode creds`)",
        source="https://github.com/astral-sh/uv/pull/12316, uv-auth/src/keyring.rs",
        scenario="uv-always-asks-keyring-without-username",
    )
    dependabot_disables_always: bool = behaviour(
        ">=0.9.11",
        means="the variable DEPENDABOT turns `authenticate = always` off",
        source="https://github.com/astral-sh/uv/pull/16773, uv-auth/src/middleware.rs",
        scenario="uv-dependabot-disables-always",
    )
    credentials_by_index: bool = behaviour(
        ">=0.7.0",
        means="credentials are looked up by the URL of the index that a request belongs to",
        source="https://github.com/astral-sh/uv/pull/12651, uv-auth/src/middleware.rs",
        scenario="uv-credentials-by-index",
    )
    lends_realm_credentials: bool = behaviour(
        "<0.7.0",
        ">=0.7.4",
        means="after a refusal, credentials known for the same scheme, host and port are tried",
        source="https://github.com/astral-sh/uv/pull/13463, uv-auth/src/middleware.rs",
        scenario="uv-lends-realm-credentials",
    )
    finds_credentials_by_root: bool = behaviour(
        ">=0.8.18",
        means="a username's password is looked up by the index's root (the URL less `/simple`) too; no request shows "
        "it, as what is known for the root serves the URL anyway",
        source="https://github.com/astral-sh/uv/pull/15873, uv-auth/src/middleware.rs",
        scenario=None,
    )
    index_prefix_by_segment: bool = behaviour(
        ">=0.11.9",
        means="a request belongs to an index whose root is a prefix of whole path segments; before, of characters",
        source="https://github.com/astral-sh/uv/pull/19154, uv-auth/src/index.rs",
        scenario="uv-index-prefix-by-segment",
    )
    refuses_two_defaults: bool = behaviour(
        ">=0.10.0",
        means="a project whose `pyproject.toml` has two indexes with `default = true` is refused",
        source="https://github.com/astral-sh/uv/pull/17011, uv-workspace/src/pyproject.rs",
        scenario="uv-refuses-two-defaults",
    )
    refuses_duplicate_names: bool = behaviour(
        ">=0.6.4",
        means="a project whose `pyproject.toml` gives two indexes the same name is refused",
        source="https://github.com/astral-sh/uv/pull/11824, uv-workspace/src/pyproject.rs",
        scenario="uv-refuses-duplicate-names",
    )
    refuses_unnamed_explicit: bool = behaviour(
        ">=0.10.0",
        means="an explicit index without a name is refused",
        source="https://github.com/astral-sh/uv/pull/17777, uv-distribution-types/src/index.rs",
        scenario="uv-refuses-unnamed-explicit",
    )
    selects_by_name: bool = behaviour(
        ">=0.12.5",
        means="`--index NAME` and `--default-index NAME` select a configured index by its name, unless a folder is "
        "called so; before, a name was always a folder",
        source="https://github.com/astral-sh/uv/pull/17455, uv-cli/src/lib.rs UnresolvedIndex::resolve",
        scenario="uv-selects-by-name",
    )
    no_index_covers_pins: bool = behaviour(
        ">=0.6.9",
        means="`--no-index` keeps uv from asking the index that a project is pinned to; before, that was asked",
        source="https://github.com/astral-sh/uv/pull/12070, uv-client/src/registry_client.rs",
        scenario="uv-no-index-covers-pins",
    )
    reads_flat_indexes: bool = behaviour(
        ">=0.6.11",
        means="an index with `format = flat` is one page that lists the files of all projects",
        source="https://github.com/astral-sh/uv/pull/12407, uv-client/src/registry_client.rs flat_single_index",
        scenario="uv-reads-flat-indexes",
    )
    ignores_links_for_pins: bool = behaviour(
        ">=0.6.10",
        means="files of `--find-links` don't count for a project that is pinned to an index",
        source="https://github.com/astral-sh/uv/pull/12396",
        scenario="uv-ignores-links-for-pins",
    )
    plus_simple_is_a_root: bool = behaviour(
        ">=0.7.10",
        means="`/+simple` (devpi) is taken off an index URL to get its root, as `/simple` is",
        source="https://github.com/astral-sh/uv/pull/13743, uv-distribution-types/src/index_url.rs",
        scenario="uv-plus-simple-is-a-root",
    )
    project_wins_realm: bool = behaviour(
        "<0.8.15",
        means="a project command learns the credentials of the project's own indexes after all others, the last "
        "defined of them at the end, so that it is the one that counts for its host",
        source="https://github.com/astral-sh/uv/pull/15546, uv/src/commands/project/lock.rs",
        scenario="uv-project-wins-realm",
    )
    pins_win_realm: bool = behaviour(
        ">=0.8.18",
        means="the credentials of an index that a source names are learnt when the project is read, after all others, "
        "so that they count for its host; before, only those of configured indexes were known",
        source="https://github.com/astral-sh/uv/pull/15844, uv-distribution/src/metadata/lowering.rs",
        scenario="uv-pins-win-realm",
    )
    seeds_overridden_indexes: bool = behaviour(
        ">=0.8.3",
        means="credentials of every defined index are known, also of those that another definition overrides",
        source="https://github.com/astral-sh/uv/pull/14858, uv-distribution-types/src/index_url.rs",
        scenario="uv-seeds-overridden-indexes",
    )
    asks_a_url_once: bool = behaviour(
        ">=0.7.3",
        means="an index whose URL repeats an earlier one is left out of the search",
        source="https://github.com/astral-sh/uv/pull/13205, uv-distribution-types/src/index_url.rs",
        scenario="uv-asks-a-url-once",
    )
    keyring_by_index_url: bool = behaviour(
        ">=0.7.0",
        means="the keyring is asked for the index URL first; before, for the URL of the request",
        source="https://github.com/astral-sh/uv/pull/12651, uv-auth/src/middleware.rs fetch_credentials",
        scenario="uv-keyring-by-index-url",
    )
    strips_trailing_slash: bool = behaviour(
        ">=0.7.16,<0.7.20",
        means="an index URL loses its trailing slash, also as the keyring's service",
        source="https://github.com/astral-sh/uv/pull/14245, https://github.com/astral-sh/uv/pull/14511",
        scenario="uv-strips-trailing-slash",
    )
    keyring_by_scheme_and_host: bool = behaviour(
        ">=0.10.3",
        means="the keyring is asked for scheme://host too, after the bare host, unless the scheme is https",
        source="https://github.com/astral-sh/uv/pull/17948, uv-auth/src/keyring.rs",
        scenario="uv-keyring-by-scheme-and-host",
    )
    has_credentials_store: bool = behaviour(
        ">=0.8.15",
        means="the file that `uv auth login` writes is consulted, after netrc",
        source="https://github.com/astral-sh/uv/pull/15588, uv-auth/src/store.rs",
        scenario="uv-has-credentials-store",
    )
    sends_hf_token: bool = behaviour(
        ">=0.8.1",
        means="the token in HF_TOKEN is sent to https://huggingface.co after a refusal, unless UV_NO_HF_TOKEN is set",
        source="https://github.com/astral-sh/uv/pull/14797, uv-auth/src/providers.rs HuggingFaceProvider",
        scenario="uv-sends-hf-token",
    )
    asks_system_store: bool = behaviour(
        ">=0.8.15",
        means="with the preview `native-auth` the operating system's own store is asked for credentials, before the "
        "keyring program; no scenario shows it, as none has such a store",
        source="https://github.com/astral-sh/uv/pull/15612, uv-auth/src/middleware.rs fetch_credentials",
        scenario=None,
    )
    ambiguous_store_match_is_none: bool = behaviour(
        ">=0.10.0",
        means="two equally long matches in the credentials store count as none; before, either was taken",
        source="https://github.com/astral-sh/uv/pull/16983, uv-auth/src/store.rs",
        scenario="uv-ambiguous-store-match-is-none",
    )
    token_is_complete: bool = behaviour(
        ">=0.8.17",
        means="a bearer token that is known for a server is sent as it is; before, it counted as a username whose "
        "password is missing, and was looked up anew for each URL",
        source="https://github.com/astral-sh/uv/pull/15772, uv-auth/src/credentials.rs is_authenticated",
        scenario="uv-token-is-complete",
    )
    token_satisfies_always: bool = behaviour(
        ">=0.11.0",
        means="a bearer token is enough for `authenticate = always`; before, it lacked a password",
        source="https://github.com/astral-sh/uv/pull/18425, uv-auth/src/middleware.rs complete_request",
        scenario="uv-token-satisfies-always",
    )
    follows_redirects_itself: bool = behaviour(
        "==0.6.15",
        "==0.7.0",
        ">=0.7.14",
        means="each redirect goes through authentication anew; else reqwest follows it with the same header",
        source="https://github.com/astral-sh/uv/pull/14126, uv-client/src/base_client.rs",
        scenario="uv-follows-redirects-itself",
    )
    leaks_across_origins: bool = behaviour(
        "==0.6.15",
        "==0.7.0",
        means="credentials of the index URL are sent to whatever host a redirect names",
        source="https://github.com/astral-sh/uv/pull/13050, mended by https://github.com/astral-sh/uv/pull/13215",
        scenario="uv-leaks-across-origins",
    )
    ignores_303: bool = behaviour(
        "==0.6.15",
        "==0.7.0",
        means="303 is not followed: its body is read as the page",
        source="https://github.com/astral-sh/uv/pull/13050, uv-client/src/base_client.rs",
        scenario="uv-ignores-303",
    )
    restores_header_after_crossing: bool = behaviour(
        "==0.7.10",
        means="a redirect within a host that another host's redirect led to gets the first host's credentials back",
        source="https://github.com/astral-sh/uv/blob/0.7.10/Cargo.lock: reqwest 0.12.18, only there; seen on the wire",
        scenario="uv-restores-header-after-crossing",
    )
    refuses_relative_location: bool = behaviour(
        "==0.6.15",
        means="a redirect to a relative URL is an error",
        source="https://github.com/astral-sh/uv/issues/13037",
        scenario="uv-refuses-relative-location",
    )
    sends_location_userinfo: bool = behaviour(
        ">=0.7.16",
        means="username and password in a redirect's Location are sent to its target",
        source="https://github.com/astral-sh/uv/pull/14315, uv-client/src/base_client.rs",
        scenario="uv-sends-location-userinfo",
    )
    ignores_location_userinfo_without_header: bool = behaviour(
        "<0.11.22",
        means="userinfo in a request's URL counts only where there is an Authorization header as well",
        source="https://github.com/astral-sh/uv/pull/19814, uv-auth/src/credentials.rs from_request",
        scenario="uv-ignores-location-userinfo-without-header",
    )
    scheme_change_is_cross_origin: bool = behaviour(
        ">=0.12.9",
        means="a redirect to another scheme drops Authorization too; before, only another host or port did",
        source="uv 0.12.9, uv-client/src/base_client.rs request_into_redirect",
        scenario="uv-scheme-change-is-cross-origin",
    )
    retries_sixteenfold: bool = behaviour(
        ">=0.8.15,<0.9.19",
        means="408, 429 and 5xx are retried in two nested loops: with 3 retries 16 requests",
        source="https://github.com/astral-sh/uv/pull/15567, mended by https://github.com/astral-sh/uv/pull/17104",
        scenario="uv-retries-sixteenfold",
    )
    retries_failures_sixteenfold: bool = behaviour(
        ">=0.9.19,<0.9.22",
        means="a request without an answer is retried in two nested loops: with 3 retries 16 requests",
        source="https://github.com/astral-sh/uv/pull/17104, mended by https://github.com/astral-sh/uv/pull/17274",
        scenario="uv-retries-failures-sixteenfold",
    )
    retries_bad_certificates_sixteenfold: bool = behaviour(
        ">=0.8.1,<0.9.22",
        means="an untrusted certificate is retried in two nested loops: with 3 retries 16 connections",
        source="https://github.com/astral-sh/uv/pull/14703, mended by https://github.com/astral-sh/uv/pull/17274",
        scenario="uv-retries-bad-certificates-sixteenfold",
    )
    loses_status_after_retry: bool = behaviour(
        ">=0.7.14,<0.8.5",
        means="a status of 400 and above that came only after a retry ends the run, even a 404",
        source="https://github.com/astral-sh/uv/pull/13897, mended by https://github.com/astral-sh/uv/pull/14996",
        scenario="uv-loses-status-after-retry",
    )
    tolerates_400_to_head: bool = behaviour(
        ">=0.6.1",
        means="a wheel whose HEAD request is answered 400 is fetched whole; before, that ended the run",
        source="https://github.com/astral-sh/uv/pull/11539, uv-client/src/registry_client.rs",
        scenario="uv-tolerates-400-to-head",
    )
    reads_http_retries: bool = behaviour(
        ">=0.7.21",
        means="UV_HTTP_RETRIES sets the number of retries",
        source="https://github.com/astral-sh/uv/pull/14544",
        scenario="uv-reads-http-retries",
    )
    gives_up_on_bad_certificates: bool = behaviour(
        ">=0.11.31",
        means="an untrusted certificate is not retried",
        source="https://github.com/astral-sh/uv/pull/16245",
        scenario="uv-gives-up-on-bad-certificates",
    )
    reads_proxy_settings: bool = behaviour(
        ">=0.9.23",
        means="`http-proxy` and `https-proxy` of the settings take the place of all variables that name proxies",
        source="https://github.com/astral-sh/uv/pull/16918",
        scenario=None,
    )
    asks_for_zstd: bool = behaviour(
        ">=0.7.13",
        means="simple pages are asked for with Accept-Encoding gzip, deflate and zstd; before, gzip alone",
        source="https://github.com/astral-sh/uv/pull/13982",
        scenario=None,
    )


@cache
def behaviours_of(version: str) -> Behaviours:
    """Return how uv `version` behaves."""
    return Behaviours(**values_at(Behaviours, version))
