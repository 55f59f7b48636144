"""Texts of servers cut down to words that say nothing of whoever runs them."""

from __future__ import annotations

import re
from typing import Final

_KNOWN: Final = frozenset(
    str.split(
        # HTML and XML, as far as pages are told apart by it.
        "html head title body form input type password name user username p a href h1 h2 table tt code pre "
        "xml version encoding utf 8 charset text application json vnd pypi simple v1 plain octet stream "
        "doctype "
        # HTTP authentication.
        "basic bearer digest negotiate ntlm realm error error_description scope invalid_token "
        "insufficient_scope invalid_request read_api read_package_registry expired token "
        # What servers call themselves and their realms.
        "artifactory nexus sonatype repository manager gitlab packages registry package api gitea forgejo "
        "devpi pypi cloud pypicloud pypiserver azure devops server amazons3 cloudfront wsgiserver cpython "
        "waitress nginx apache gunicorn uvicorn jfrog curation bottle http https pkgs visualstudio com "
        "pkgsprod pkg dev "
        # What answers say.
        "errors message detail status title description sign in log on login required unauthorized forbidden "
        "not found access denied accessdenied nosuchkey permission permissions authorization authentication "
        "authenticate credentials invalid wrong only one kind of is allowed are no read blocked by service "
        "the this was download policy rate limit exceeded too many requests try again later bad request "
        "internal gateway unavailable moved temporarily permanently sorry requested url caused an "
        "codeartifact readfromrepository artifactregistry repositories get list downloadartifacts storage "
        "objects miss hit max age cache store public private must revalidate accept vary cookie you do have "
        "to user "
    )
)
_WORD: Final = re.compile(r"[^\W_]+(?:_[^\W_]+)*|_+")
_NUMBER: Final = re.compile(r"[0-9]{1,3}")
_AZURE: Final = "pkgsprod"
_UNKNOWN: Final = re.compile(r"(?:\bx\b[ ,.;:!&=/_-]*){2,}")


def known_words(text: str) -> str:
    """Return the text with each word that is not known as `x`, and no run of these longer than one."""
    plain = re.sub(r"[^\x21-\x7e]+", " ", text)
    kept = _WORD.sub(lambda found: _shown(found[0]), plain)
    return _UNKNOWN.sub("x ", kept).strip()


def _shown(word: str) -> str:
    if word.lower() in _KNOWN or _NUMBER.fullmatch(word):
        return word
    return _AZURE if word.startswith(_AZURE) else "x"
