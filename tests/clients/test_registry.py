"""Clients by name and version."""

from __future__ import annotations

import pytest
from packaging.version import Version

from idxdoctor.clients.registry import client_of, model_of, model_version
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Client


def test_a_client_is_named_with_its_version() -> None:
    assert client_of("uv==0.7.0") == Client("uv", "0.7.0", verified=True)


@pytest.mark.parametrize("spec", ["uv==0.7.2", "uv=0.7.2", "uv==v0.7.2", " UV==0.7.2 "])
def test_a_version_is_found_however_it_is_spelt(spec: str) -> None:
    assert client_of(spec) == Client("uv", "0.7.2", verified=False)


def test_without_a_version_the_newest_is_meant() -> None:
    newest = model_of("uv").releases[-1]
    assert client_of("uv").version == newest
    assert model_version(client_of("uv")) == newest


@pytest.mark.parametrize("version", ["0.13.10", "0.99.0", "1.0", "1.0.0rc1"])
def test_a_newer_version_is_modelled_as_the_newest_and_says_so(version: str) -> None:
    newest = model_of("uv").releases[-1]
    client = client_of(f"uv=={version}")
    assert client == Client("uv", version, verified=False, modelled_as=newest)
    assert model_version(client) == newest
    assert str(client) == f"uv {version}"


@pytest.mark.parametrize(("spec", "near"), [("uv==0.5.31", "0.6.0"), ("uv==0.1", "0.6.0")])
def test_an_older_version_is_refused_and_the_oldest_named(spec: str, near: str) -> None:
    with pytest.raises(InputError, match=r"not modelled; the oldest that is, is 0\.6\.0") as caught:
        client_of(spec)
    assert near in (caught.value.remedy or "")


@pytest.mark.parametrize(("spec", "near"), [("uv==0.6.18", ["0.6.17", "0.7.0"]), ("uv==0.8.25", ["0.8.24", "0.9.0"])])
def test_a_version_that_was_never_released_is_refused_with_its_neighbours(spec: str, near: list[str]) -> None:
    with pytest.raises(InputError, match="was never released") as caught:
        client_of(spec)
    assert caught.value.remedy == f"Near it: {', '.join(near)}."


@pytest.mark.parametrize("spec", ["", "uv==", "uv>=0.7", "uv 0.7.0", "uv==a", "==0.7.0", "uv==0.7.0 --quiet"])
def test_what_is_no_client_is_refused_with_an_example(spec: str) -> None:
    with pytest.raises(InputError, match="--client") as caught:
        client_of(spec)
    assert "uv==0.7.0" in (caught.value.remedy or "")


@pytest.mark.parametrize("name", ["npm", "uvv", "pip3"])
def test_an_unknown_client_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(InputError, match="known are uv"):
        model_of(name)


def test_the_releases_of_uv_stand_in_order_and_hold_the_verified_ones() -> None:
    model = model_of("uv")
    assert list(model.releases) == sorted(model.releases, key=Version)
    assert len(set(model.releases)) == len(model.releases)
    assert model.verified <= set(model.releases)


@pytest.mark.parametrize(("version", "encodings"), [("0.7.12", "gzip"), ("0.7.13", "gzip, deflate, zstd")])
def test_uv_asks_for_zstd_since_0_7_13(version: str, encodings: str) -> None:
    headers = model_of("uv").headers(version)
    assert headers["Accept-Encoding"] == encodings
    assert headers["User-Agent"] == f"uv/{version}"
    assert headers["Accept"].startswith("application/vnd.pypi.simple.v1+json, ")
