"""Changes to uv's own credentials file, as `uv auth login` makes them."""

from __future__ import annotations

from typing import Any

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.toml_edit import in_toml
from idxdoctor.model.plan import StoredCredential
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError


def with_stored_password(here: Surroundings, entry: StoredCredential, password: str) -> Surroundings | None:
    """Return the surroundings with another password, or token, in an entry; None where it is not there."""

    def edited(document: Any) -> bool:  # noqa: ANN401 - tomlkit's document
        for table in document.get("credential", []):
            if _is(table, entry):
                table["token" if entry.credential.bearer else "password"] = password
                return True
        return False

    return in_toml(here, entry.credential.provenance.file, edited)


def _is(table: Any, entry: StoredCredential) -> bool:  # noqa: ANN401 - tomlkit's table
    text = str(table.get("service"))
    try:
        service = Url.parse(text if "://" in text else f"https://{text}")
    except UrlError:
        return False
    return service == entry.service and table.get("username") == entry.credential.username
