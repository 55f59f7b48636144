"""pypiserver, which answers wrong credentials with 403."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="pypiserver",
    signs=(
        Sign(realm="pypi", server=r"WSGIServer/|waitress"),
        Sign(
            realm="pypi",
            body=r"<p>Sorry, the requested URL <tt>",
            body_says="its error page is one of Bottle, which pypiserver is built on",
        ),
        Sign(
            body=r"<p>Sorry, the requested URL <tt>",
            body_says="its error page is one of Bottle, which pypiserver is built on",
            sure=False,
        ),
    ),
    shape="https://HOST/simple/",
    username=Convention("a user of the htpasswd file that the server was started with"),
    obtained="`htpasswd FILE USER` on the server sets a new password",
    answers=(
        Meaning(401, "no credentials"),
        Meaning(403, "wrong credentials"),
        Meaning(303, "no such package", note="it sends on to pypi.org unless started with --disable-fallback"),
        Meaning(404, "no such package", note="when started with --disable-fallback"),
    ),
    sources=(
        "https://github.com/pypiserver/pypiserver",
        "https://github.com/astral-sh/uv/issues/13216",
    ),
)
