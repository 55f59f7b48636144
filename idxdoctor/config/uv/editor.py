"""The changes to uv's configuration that fixes are made of."""

from __future__ import annotations

from typing import Any, Final

from idxdoctor.config.editor import PASSWORD, USERNAME
from idxdoctor.config.edits import with_variables
from idxdoctor.config.netrc_edit import with_netrc_entry
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.apart import with_credentials_apart
from idxdoctor.config.uv.indexes import environment_name
from idxdoctor.config.uv.mending import with_mended
from idxdoctor.config.uv.options import OPTIONS, given_for
from idxdoctor.config.uv.pins_edit import with_pin, without_pin
from idxdoctor.config.uv.places import rewritten
from idxdoctor.config.uv.store_edit import with_stored_password
from idxdoctor.config.uv.toml_edit import with_table
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import AuthPolicy, Index, StoredCredential, Strategy


class UvEditor:
    """Knows where uv keeps what; see `Editor`."""

    def give_credentials(self, here: Surroundings, index: Index, username: str | None) -> Surroundings | None:
        """Set the variables that are named after the index; where it has no name, add a netrc entry for its host.

        A URL that holds a password is asked with that one alone, so the URL loses it.
        """
        if index.name:
            stem = _stem(index.name)
            return with_variables(here, {f"{stem}_USERNAME": username or USERNAME, f"{stem}_PASSWORD": PASSWORD})
        bare: Surroundings | None = here
        if index.url.username or index.url.password is not None:
            bare = rewritten(here, index, _without_userinfo)
        return bare and with_netrc_entry(bare, index.url.host, username or USERNAME, PASSWORD)

    def give_host_credentials(self, here: Surroundings, host: str) -> Surroundings | None:
        """Add a netrc entry."""
        return with_netrc_entry(here, host, USERNAME, PASSWORD)

    def give_username(self, here: Surroundings, index: Index, username: str | None) -> Surroundings | None:
        """Set the variable that is named after the index, or put the username into the URL."""
        if index.name:
            return with_variables(here, {f"{_stem(index.name)}_USERNAME": username or USERNAME})
        return rewritten(here, index, lambda url: _with_username(_without_userinfo(url), username or USERNAME))

    def keep_apart(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Move them to the variables that are named after the index, or to netrc."""
        return with_credentials_apart(here, index)

    def forget_credentials(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Unset the variables that are named after the index, or take the userinfo out of the URL."""
        variables = [f"{_stem(index.name)}_{part}" for part in ("USERNAME", "PASSWORD")] if index.name else []
        without = with_variables(here, dict.fromkeys(variables))
        if index.url.username or index.url.password is not None:
            return rewritten(without, index, _without_userinfo)
        return None if without.env == here.env else without

    def name(self, here: Surroundings, index: Index, name: str) -> Surroundings | None:
        """Set `name` in the index's table, or write `name=` before its URL where options and variables take that."""
        label = index.provenance.label
        if renamed := _TAKES_NAMES.get(label):
            word = f"{name}={here.env.get(label, '')}"
            before = here.env.get(renamed)
            if before and index.default:
                return None
            return with_variables(here, {label: None, renamed: f"{before} {word}" if before else word})
        if label.partition(",")[0] in {"UV_INDEX", "UV_DEFAULT_INDEX", "--index", "--default-index"}:
            return rewritten(here, index, lambda url: f"{name}={url}")
        return with_table(here, index, lambda table: table.__setitem__("name", name))

    def add(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Put the index, as it stands in its file, before what UV_INDEX or UV_DEFAULT_INDEX holds."""
        found: list[str] = []

        def look(url: str) -> str:
            found.append(url)
            return url

        rewritten(here, index, look)
        if not found:
            return None
        word = f"{index.name}={found[0]}" if index.name else found[0]
        if index.default:
            return with_variables(here, {"UV_DEFAULT_INDEX": word})
        return with_variables(here, {"UV_INDEX": f"{word} {here.env.get('UV_INDEX', '')}".strip()})

    def drop(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Take the index out of the file, variable or command line that defines it."""
        return rewritten(here, index, lambda _: None)

    def move(self, here: Surroundings, index: Index, url: str) -> Surroundings | None:
        """Put another URL in its place, with the userinfo of the old one."""
        return rewritten(here, index, lambda old: _with_userinfo_of(old, url))

    def set_policy(self, here: Surroundings, index: Index, policy: AuthPolicy) -> Surroundings | None:
        """Set `authenticate` in the index's table."""
        return with_table(here, index, lambda table: table.__setitem__("authenticate", policy))

    def ignore_status(self, here: Surroundings, index: Index, status: int) -> Surroundings | None:
        """Add to `ignore-error-codes` in the index's table."""

        def add(table: Any) -> None:  # noqa: ANN401 - tomlkit's table
            codes = table.setdefault("ignore-error-codes", [])
            if status not in codes:
                codes.append(status)

        return with_table(here, index, add)

    def make_explicit(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Set `explicit` in the index's table."""
        return with_table(here, index, lambda table: table.__setitem__("explicit", True))

    def mend(self, here: Surroundings, index: Index, credential: Credential) -> Surroundings | None:
        """Change the variables, the netrc entry or the URL."""
        return with_mended(here, index, credential)

    def renew_stored(self, here: Surroundings, entry: StoredCredential) -> Surroundings | None:
        """Change the credentials file, as `uv auth login` does."""
        return with_stored_password(here, entry, PASSWORD)

    def unset(self, here: Surroundings, index: Index, key: str) -> Surroundings | None:
        """Remove a key from the index's table."""
        return with_table(here, index, lambda table: table.pop(key, None))

    def pin(self, here: Surroundings, package: str, index: Index) -> Surroundings | None:
        """Name the index for the package in `[tool.uv.sources]`, and make it explicit."""
        return with_pin(here, package, index)

    def unpin(self, here: Surroundings, package: str) -> Surroundings | None:
        """Take the package's entry out of `[tool.uv.sources]`."""
        return without_pin(here, package)

    def ask_indexes(self, here: Surroundings) -> Surroundings | None:
        """Take `--no-index` off the command line."""
        flags = OPTIONS["no-index"].flags
        args = tuple(argument for argument in here.args if argument not in flags)
        return None if args == here.args else here._replace(args=args)

    def use_keyring(self, here: Surroundings) -> Surroundings | None:
        """Set the variable of `--keyring-provider`."""
        return with_variables(here, {"UV_KEYRING_PROVIDER": "subprocess"})

    def retry(self, here: Surroundings, times: int) -> Surroundings | None:
        """Set the variable, which uv reads from 0.7.21 on."""
        return with_variables(here, {"UV_HTTP_RETRIES": str(times)})

    def wait(self, here: Surroundings, seconds: int) -> Surroundings | None:
        """Set the variable that is read before its older names."""
        return with_variables(here, {"UV_HTTP_TIMEOUT": str(seconds)})

    def use_strategy(self, here: Surroundings, strategy: Strategy) -> Surroundings | None:
        """Set the variable of `--index-strategy`; what the command line says of it is changed there."""
        flags = OPTIONS["index-strategy"].flags
        if any(value.provenance.label in flags for value in given_for(here, "index-strategy")):
            return here._replace(args=(*_without_option(here.args, flags), flags[0], strategy.value))
        return with_variables(here, {"UV_INDEX_STRATEGY": strategy.value})


_TAKES_NAMES: Final = {"UV_INDEX_URL": "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL": "UV_INDEX"}


def _stem(name: str) -> str:
    return f"UV_INDEX_{environment_name(name)}"


def _with_username(url: str, username: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"{scheme}{separator}{username}@{rest}"


def _without_userinfo(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}"


def _with_userinfo_of(old: str, new: str) -> str:
    authority = old.partition("://")[2].partition("/")[0]
    userinfo, at, _ = authority.rpartition("@")
    scheme, separator, rest = new.partition("://")
    return f"{scheme}{separator}{userinfo}{at}{rest}"


def _without_option(args: tuple[str, ...], flags: tuple[str, ...]) -> tuple[str, ...]:
    kept: list[str] = []
    skip = False
    for argument in args:
        flag, has_value, _ = argument.partition("=")
        if skip or flag in flags:
            skip = not skip and not has_value
            continue
        kept.append(argument)
    return tuple(kept)


EDITOR: Final = UvEditor()
