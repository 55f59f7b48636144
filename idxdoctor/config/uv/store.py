"""uv's own credentials file, which `uv auth login` writes (uv: uv-auth/src/store.rs, uv-state)."""

from __future__ import annotations

from pathlib import Path

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.model.credential import Credential, Reach
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import StoredCredential
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError


def stored_credentials(surroundings: Surroundings) -> tuple[StoredCredential, ...]:
    """Return the entries of the credentials file, none where there is no file.

    Of several for the same service and username the last counts (uv: uv-auth/src/store.rs from_file).

    Raises `InputError` where an entry can't be used; uv ignores the whole file then.
    """
    file = TomlFile.read(surroundings.files, _folder(surroundings) / "credentials.toml")
    if file is None:
        return ()
    entries = file.data.get("credential", [])
    if not isinstance(entries, list):
        raise file.fault("`credential` must be a list of tables, `[[credential]]`", "", "credential")
    read = [_entry(file, position, entry) for position, entry in enumerate(entries)]
    return tuple({(entry.service, entry.credential.username): entry for entry in read}.values())


def _folder(surroundings: Surroundings) -> Path:
    env, files = surroundings.env, surroundings.files
    if named := env.get("UV_CREDENTIALS_DIR"):
        return files.project / named
    data = env.get("XDG_DATA_HOME")
    return (Path(data) if data else files.home / ".local" / "share") / "uv" / "credentials"


def _entry(file: TomlFile, position: int, entry: object) -> StoredCredential:
    def fault(message: str, key: str = "service") -> InputError:
        return file.fault(message, "credential", key, position)

    if not isinstance(entry, dict) or not isinstance(entry.get("service"), str):
        raise fault("a credential needs a `service`, a text")
    try:
        text = entry["service"]
        service = Url.parse(text if "://" in text else f"https://{text}")
    except UrlError as error:
        raise fault(f"the service can't be read: {error}") from None
    bearer = entry.get("scheme", "basic") == "bearer"
    secret = entry.get("token") if bearer else entry.get("password")
    username = entry.get("username")
    if not isinstance(username, str | None) or not isinstance(secret, str | None):
        raise fault("`username`, `password` and `token` must be texts")
    if bearer == bool(username) or (bearer and secret is None):
        raise fault("a basic credential needs a `username`, a bearer credential a `token` and no username")
    provenance = file.place("credential", "service", position)
    password = None if secret is None else Secret(secret)
    return StoredCredential(service, Credential(username, password, provenance, Reach(service.origin), bearer))
