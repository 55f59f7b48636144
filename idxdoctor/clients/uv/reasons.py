"""The sentences with which the model of uv explains its steps."""

from __future__ import annotations

from idxdoctor.clients.uv.request import Request
from idxdoctor.clients.uv.session import AuthIndex, Session
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision


def given(request: Request, credential: Credential) -> Decision:
    """The request came with complete credentials."""
    if request.hop:
        return Decision("uv.redirect-kept", f"followed the redirect with the credentials of {credential}")
    return Decision(
        "uv.url-credentials", f"the index URL ({credential.provenance}) holds the credentials of {credential}"
    )


def known_for_url(credential: Credential) -> Decision:
    """Credentials are known for a prefix of the URL."""
    return Decision(
        "uv.known-for-url",
        f"{credential} ({credential.provenance}) is known for a URL that this one is below",
    )


def anonymous(request: Request) -> Decision:
    """Nothing is known for the URL, so it is asked without credentials first."""
    hop = request.hop
    if hop is None or hop.credential is None:
        return Decision("uv.no-credentials-yet", "no credentials are known for this URL: asked without")
    if hop.crosses:
        return Decision(
            "uv.redirect-dropped",
            f"the redirect leaves {hop.source.origin} for {request.url.origin}: "
            f"the credentials of {hop.credential} are not sent there",
            drops=True,
        )
    return Decision(
        "uv.redirect-outside-index",
        f"the redirect leads to a URL for which {hop.credential} is not known: asked without",
        drops=True,
    )


def never(request: Request) -> Decision:
    """`authenticate = never`."""
    if request.header:
        return Decision(
            "uv.never-but-url",
            "`authenticate = never`, but the index URL holds credentials and they are sent",
        )
    return Decision("uv.never", "`authenticate = never`: asked without credentials")


def username_only(credential: Credential) -> Decision:
    """Only a username is known, and no password was found for it."""
    return Decision(
        "uv.username-only",
        f"no password was found for {credential.shown_name} ({credential.provenance}): "
        "asked with the username and an empty password",
    )


def username_known(credential: Credential) -> Decision:
    """A username is known for the URL; its password is looked for only after a refusal."""
    return Decision(
        "uv.username-known",
        f"only a username ({credential.provenance}) is known for this URL: asked with that",
    )


def password_found(credential: Credential) -> Decision:
    """A password was found for the request's username."""
    return Decision("uv.password-found", f"the username's password was found ({credential.provenance})")


def lent_by_realm(credential: Credential, status: int | None) -> Decision:
    """Credentials of another index on the same origin are tried."""
    return Decision(
        "uv.realm-credentials",
        f"{_after(status)}{credential} ({credential.provenance}) is known for this host: asked again as that",
    )


def own_credentials(credential: Credential, status: int | None) -> Decision:
    """Credentials that are kept for the index are tried."""
    return Decision(
        "uv.index-credentials",
        f"{_after(status)}{credential} ({credential.provenance}) is known for this index: asked again as that",
    )


def fetched(credential: Credential, status: int | None) -> Decision:
    """Netrc or the keyring gave credentials."""
    return Decision("uv.fetched-credentials", f"{_after(status)}{credential} was found in {credential.provenance}")


def _after(status: int | None) -> str:
    return "" if status is None else f"after the {status}: "


def nothing_found(session: Session, request: Request, index: AuthIndex | None, username: str | None) -> Decision:
    """No credentials were found after a refusal: where uv looked."""
    lendable = session.cache.by_realm(request.url.origin, None)
    if index and lendable and lendable.is_complete and not session.behaviours.lends_realm_credentials:
        return Decision(
            "uv.realm-not-lent",
            f"{lendable} ({lendable.provenance}) is known for this host, but uv {session.version} looks only "
            "for credentials of this very index",
            drops=True,
        )
    looked = ["none known for this host", "none for it in netrc" if session.plan.netrc else "there is no netrc entry"]
    if session.plan.stored and session.behaviours.has_credentials_store:
        looked.append("none in uv's credentials store")
    if session.plan.system_store and session.behaviours.asks_system_store:
        looked.append("the system's store can't be seen from here")
    if not session.plan.keyring:
        looked.append("the keyring is off")
    else:
        looked.append("the keyring has none" if username else "the keyring is not asked without a username")
    return Decision("uv.nothing-found", f"no other credentials: {', '.join(looked)}")


def missing_credentials() -> Decision:
    """`authenticate = always` and nothing to authenticate with."""
    return Decision(
        "uv.missing-credentials",
        "`authenticate = always`, and no credentials were found: nothing was asked",
        True,
    )


def incomplete_credentials() -> Decision:
    """`authenticate = always` and a username alone."""
    return Decision(
        "uv.incomplete-credentials",
        "`authenticate = always`, and no password was found: nothing was asked",
        True,
    )
