"""Which certificates a live check trusts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from idxdoctor.model.errors import InputError, Place

if TYPE_CHECKING:
    import ssl


def trusted(env: Mapping[str, str]) -> ssl.SSLContext:
    """Return the machine's trust store, or what `SSL_CERT_FILE` names in its place."""
    import ssl

    import truststore

    if file := env.get("SSL_CERT_FILE"):
        try:
            return ssl.create_default_context(cafile=file)
        except OSError as error:
            raise InputError(
                f"the certificates can't be read: {error.strerror or 'no PEM certificate stands in the file'}",
                place=Place("SSL_CERT_FILE"),
                remedy="Let it name a file of PEM certificates, or unset it.",
            ) from None
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
