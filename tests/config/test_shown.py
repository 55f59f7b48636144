"""Changes as they are shown: nothing that may be secret is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.config.edits import filled, with_file, with_variables
from idxdoctor.config.shown import shown_changes
from idxdoctor.config.surroundings import Surroundings
from tests.surroundings import HOME, PROJECT, surroundings


def shown(before: Surroundings, after: Surroundings) -> list[str]:
    return list(shown_changes(before, after, "uv"))


def shown_in(name: str, old: str, new: str) -> str:
    here = surroundings(files={name: old})
    path = HOME / name[2:] if name.startswith("~/") else PROJECT / name
    return "\n".join(shown(here, with_file(here, path, new)))


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ('url = "https://ci:s3@h/simple"', 'url = "https://****@h/simple"'),
        ('url = "https://s3@h/simple"', 'url = "https://****@h/simple"'),
        ("url = 'https://ci:s\"3@h/simple'", "url = 'https://****@h/simple'"),
        ('url = "https://ci:s 3@h/simple"', 'url = "https://****@h/simple"'),
        ('# url = "https://ci:s/3@h/simple"', '# url = "https://****@h/simple"'),
        ('url = "https://ci:a@s3@h/simple"', 'url = "https://****@h/simple"'),
        ('a = ["https://c:s3@h/", "https://d:s3@g/"]', 'a = ["https://****@h/", "https://****@g/"]'),
        ('url = "https://h/simple?token=s3"', 'url = "https://h/simple?token=****"'),
        ('password = "s3"', "password = ****"),
        ('# the api_key: "s3"', "# the api_key: ****"),
        ('url = "https://h:8080/simple"', 'url = "https://h:8080/simple"'),
        ('url = "https://h/simple" # @bob', 'url = "https://h/simple" # @bob'),
        ('url = "https://<username>@h/simple"', 'url = "https://<username>@h/simple"'),
        ('password = "<password>"', 'password = "<password>"'),
    ],
)
def test_lines_of_toml(line: str, masked: str) -> None:
    patch = shown_in("uv.toml", f"{line}\nx = 1\n", f"{line}\nx = 2\n")
    assert patch.splitlines() == ["--- uv.toml", "+++ uv.toml", "@@ -1,2 +1,2 @@", f" {masked}", "-x = 1", "+x = 2"]
    assert f"+{masked}" in shown_in("uv.toml", "", line).splitlines()


@pytest.mark.parametrize(
    "entry",
    [
        "machine h login ci password s3",
        'machine h login ci password "s3 s3"',
        "machine h\n login s3\n password\n  s3\n account s3",
        "machine h login machine password s3 # s3",
        "# s3\nmachine h password s3",
    ],
)
def test_netrc_shows_its_machines_alone(entry: str) -> None:
    for old, new in ((entry, entry.replace("s3", "t4")), (entry, ""), ("", entry)):
        patch = shown_in("~/.netrc", old, new)
        assert "s3" not in patch
        assert "t4" not in patch
        assert "machine" not in new or "-" in patch


def test_a_netrc_file_of_any_name_is_known_as_one() -> None:
    here = surroundings(env={"NETRC": "/repo/project/my.toml"}, files={"my.toml": "machine h\npassword\ns3\n"})
    assert "s3" not in "\n".join(shown(here, with_file(here, PROJECT / "my.toml", "machine h\npassword\nt4\n")))


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("UV_INDEX_CORP_PASSWORD", "http://s3", "export UV_INDEX_CORP_PASSWORD=****"),
        ("UV_INDEX_CORP_PASSWORD", "<password>", "export UV_INDEX_CORP_PASSWORD='<password>'"),
        ("UV_INDEX_CORP_USERNAME", "s3", "export UV_INDEX_CORP_USERNAME=****"),
        ("UV_INDEX_CORP_USERNAME", "__token__", "export UV_INDEX_CORP_USERNAME=__token__"),
        ("UV_DEFAULT_INDEX", "https://ci:s3@h/simple", "export UV_DEFAULT_INDEX='https://****@h/simple'"),
        ("UV_HTTP_TIMEOUT", "60", "export UV_HTTP_TIMEOUT=60"),
    ],
)
def test_variables(name: str, value: str, line: str) -> None:
    here = surroundings()
    assert shown(here, with_variables(here, {name: value})) == [line]


def test_each_variable_that_goes_is_unset_though_two_hold_the_same() -> None:
    here = surroundings(env={"A_PASSWORD": "s3", "B_PASSWORD": "s3"})
    after = with_variables(here, {"A_PASSWORD": None, "B_PASSWORD": None, "C_PASSWORD": "s3"})
    assert shown(here, after) == ['export C_PASSWORD="$B_PASSWORD"', "unset A_PASSWORD", "unset B_PASSWORD"]


def test_the_command_line_names_the_client() -> None:
    here = surroundings("pip install", "--index-url", "https://ci:s'3@h/simple", "--token", "s3", "--password=s3")
    after = here._replace(args=(*here.args, "foo"))
    assert shown(here, after) == [
        "- uv pip install --index-url 'https://****@h/simple' --token '****' '--password=****'",
        "+ uv pip install --index-url 'https://****@h/simple' --token '****' '--password=****' foo",
    ]


def test_an_edit_that_changes_nothing_shows_nothing() -> None:
    assert shown_in("uv.toml", "x = 1\n", "x = 1\n") == ""


def test_credentials_are_filled_in_as_each_place_spells_them() -> None:
    here = surroundings("lock", "--index-url", "https://<username>@h/", env={"A": "<password>"})
    texts = {
        HOME / ".netrc": "machine h login <username> password <password>\n",
        PROJECT / "uv.toml": 'url = "https://<username>@h/"\n',
        PROJECT / "credentials.toml": 'password = "<password>"\n',
    }
    for path, text in texts.items():
        here = with_file(here, path, text)
    made = filled(here, "a@b", 'p "w')

    def read(path: Path) -> str | None:
        return made.files.read(path)

    assert (made.args, made.env) == (("--index-url", "https://a%40b@h/"), {"A": 'p "w'})
    assert read(HOME / ".netrc") == 'machine h login a@b password "p \\"w"\n'
    assert read(PROJECT / "uv.toml") == 'url = "https://a%40b@h/"\n'
    assert read(PROJECT / "credentials.toml") == 'password = "p \\"w"\n'
