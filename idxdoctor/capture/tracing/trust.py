"""Which certificate authorities the user's commands trust, and files that say so to other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from idxdoctor.model.errors import InputError, Place

_FILES: Final = ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Each takes the place of the system's authorities for the programs that read it."""


def trusted_by_user(env: Mapping[str, str], folder: Path) -> Path | None:
    """Return a file of all authorities that the user trusts, written into `folder`; None where none can be told.

    Raises `InputError` where a variable names a file that can't be read.
    """
    texts = list(dict.fromkeys(_authorities(env)))
    if not texts:
        return None
    file = folder / "trusted.pem"
    file.write_bytes(b"\n".join(texts))
    return file


def bundle_for(env: Mapping[str, str], folder: Path, own: Path) -> Path:
    """Return a file of the authorities that the user trusts and one more, written into `folder`."""
    file = folder / "bundle.pem"
    file.write_bytes(b"\n".join([*dict.fromkeys(_authorities(env)), own.read_bytes()]))
    return file


def _authorities(env: Mapping[str, str]) -> Iterator[bytes]:
    named = {name: env[name] for name in _FILES if env.get(name)}
    for name, path in named.items():
        yield _read(name, Path(path))
    if not named:
        yield from _of_system()


def _read(name: str, path: Path) -> bytes:
    """Return what a variable's file holds; some programs take a folder there."""
    try:
        if path.is_dir():
            return b"\n".join(one.read_bytes() for one in sorted(path.iterdir()) if one.is_file())
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"the certificates can't be read: {error.strerror}",
            place=Place(name),
            remedy="Let it name a file of PEM certificates, or unset it.",
        ) from None


def _of_system() -> Iterator[bytes]:
    import ssl

    paths = ssl.get_default_verify_paths()
    if paths.cafile:
        yield Path(paths.cafile).read_bytes()
    elif paths.capath:
        yield _read("SSL_CERT_DIR", Path(paths.capath))
