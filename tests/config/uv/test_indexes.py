"""Index definitions: from flags and variables, from tables, and their credentials."""

from __future__ import annotations

import pytest

from idxdoctor.config.uv.files import settings_files
from idxdoctor.config.uv.indexes import (
    environment_name,
    first_of_each_name,
    indexes_of_option,
    indexes_of_setting,
    indexes_of_table,
    parse_url,
    with_credentials,
)
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import Index
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from tests.conversation import header, index
from tests.surroundings import surroundings

CANARY = "zq7Canary"


def of_option(name: str, *values: str) -> list[Index]:
    return indexes_of_option(surroundings("lock", *(f"--{name}={value}" for value in values)), name)


def of_table(text: str) -> list[Index]:
    [settings] = settings_files(surroundings(files={"uv.toml": text}))
    return list(indexes_of_table(settings))


@pytest.mark.parametrize("option", ["index", "default-index"])
def test_a_name_may_stand_before_the_url(option: str) -> None:
    [found] = of_option(option, "corp=https://h/simple")
    assert (found.name, str(found.url)) == ("corp", "https://h/simple")


@pytest.mark.parametrize("value", ["https://h/simple?x=1", "https://ci:a=b@h/simple"])
def test_what_stands_before_an_equals_sign_is_no_name_if_it_holds_a_colon(value: str) -> None:
    [found] = of_option("index", value)
    assert found.name is None
    assert found.url == Url.parse(value)


@pytest.mark.parametrize("option", ["index-url", "extra-index-url"])
def test_older_options_take_no_name(option: str) -> None:
    [found] = of_option(option, "corp=wheels")
    assert (found.name, found.url.path) == (None, "corp=wheels")


@pytest.mark.parametrize(
    ("option", "default"),
    [("index", False), ("extra-index-url", False), ("default-index", True), ("index-url", True)],
)
def test_which_options_give_the_default(option: str, default: bool) -> None:
    assert [found.default for found in of_option(option, "https://h/")] == [default]


def test_of_two_defaults_the_last_given_counts() -> None:
    assert [str(found.url) for found in of_option("default-index", "https://a/", "https://b/")] == ["https://b/"]


def test_a_name_holds_letters_digits_and_a_few_signs() -> None:
    with pytest.raises(InputError, match="--index: an index name may hold"):
        of_option("index", "my corp!=https://h/")


@pytest.mark.parametrize("path", ["wheels", "./wheels", "../wheels", "/srv/wheels"])
def test_a_path_is_a_folder(path: str) -> None:
    [found] = of_option("index", path)
    assert (found.url.scheme, found.url.path) == ("file", path)


def test_a_table_has_every_key() -> None:
    [found] = of_table("""
        [[index]]
        name = "corp"
        url = "https://h/simple"
        default = true
        explicit = true
        authenticate = "always"
        ignore-error-codes = [403, 404]
        format = "flat"
        """)
    assert found == Index(
        Url.parse("https://h/simple"),
        Provenance("uv.toml:4", "uv.toml", 4),
        name="corp",
        default=True,
        explicit=True,
        policy="always",
        ignored_statuses=frozenset({403, 404}),
        flat=True,
    )


def test_what_a_table_leaves_out_has_its_default() -> None:
    [found] = of_table('[[index]]\nurl = "https://h/simple"')
    assert found == Index(Url.parse("https://h/simple"), Provenance("uv.toml:2", "uv.toml", 2))


def test_an_empty_list_of_ignored_statuses_is_not_the_same_as_none() -> None:
    [found] = of_table('[[index]]\nurl = "https://h/"\nignore-error-codes = []')
    assert found.ignored_statuses == frozenset()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("index = 1", "uv.toml:1: `index` must be a list"),
        ("index = [1]", "uv.toml:1: an index needs a `url`"),
        ('[[index]]\nname = "a"', "uv.toml:1: an index needs a `url`"),
        ("[[index]]\nurl = 1", "uv.toml:2: an index needs a `url`"),
        ('[[index]]\nurl = "https://h/"\nname = 1', "uv.toml:3: an index's `name` must be a text"),
        ('[[index]]\nurl = "https://h/"\nname = "a b"', "uv.toml:3: an index name may hold"),
        ('[[index]]\nurl = "https://h/"\ndefault = 1', "uv.toml:3: `default` must be true or false"),
        ('[[index]]\nurl = "https://h/"\nexplicit = "no"', "uv.toml:3: `explicit` must be true or false"),
        ('[[index]]\nurl = "https://h/"\nauthenticate = "no"', "uv.toml:3: `authenticate` must be one of auto,"),
        ('[[index]]\nurl = "https://h/"\nauthenticate = ["auto"]', "uv.toml:3: `authenticate` must be one of auto,"),
        ('[[index]]\nurl = "https://h/"\nignore-error-codes = 403', "uv.toml:3: `ignore-error-codes` must be"),
        ('[[index]]\nurl = "https://h/"\nignore-error-codes = [99]', "uv.toml:3: `ignore-error-codes` must be"),
        ('[[index]]\nurl = "https://h/"\nignore-error-codes = [true]', "uv.toml:3: `ignore-error-codes` must be"),
        (f'[[index]]\nurl = "https://ci:{CANARY}/x@h/"', "uv.toml:2: an index URL can't be read"),
    ],
)
def test_a_fault_of_a_table_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        of_table(text)
    assert str(caught.value).startswith(told)
    assert CANARY not in str(caught.value)


def test_settings_give_extra_indexes_and_a_default() -> None:
    text = 'index-url = "https://a/"\nextra-index-url = [\n  "https://b/",\n  "https://c/",\n]\n'
    [settings] = settings_files(surroundings(files={"uv.toml": text}))
    [default] = indexes_of_setting(settings, "index-url")
    assert (str(default.url), default.default, str(default.provenance)) == ("https://a/", True, "uv.toml:1")
    extra = indexes_of_setting(settings, "extra-index-url")
    assert [(str(one.url), one.default, str(one.provenance)) for one in extra] == [
        ("https://b/", False, "uv.toml:3"),
        ("https://c/", False, "uv.toml:4"),
    ]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("index-url", 'index-url = ["https://a/"]'),
        ("index-url", "index-url = 1"),
        ("extra-index-url", 'extra-index-url = "https://a/"'),
        ("extra-index-url", "extra-index-url = [1]"),
    ],
)
def test_a_setting_of_another_kind_is_refused(key: str, text: str) -> None:
    [settings] = settings_files(surroundings(files={"uv.toml": text}))
    with pytest.raises(InputError, match=rf"uv\.toml:1: `{key}` must be"):
        indexes_of_setting(settings, key)


@pytest.mark.parametrize("text", [f"https://ci:{CANARY}/x@h/", f"https://ci:{CANARY}@h h/", f"ci:{CANARY}@h/simple"])
def test_an_index_url_that_cannot_be_read_is_not_repeated(text: str) -> None:
    with pytest.raises(InputError, match="UV_INDEX_URL: an index URL can't be read") as caught:
        parse_url(text, Provenance("UV_INDEX_URL"))
    assert CANARY not in str(caught.value)
    assert "ercent-encode" in (caught.value.remedy or "")


@pytest.mark.parametrize(
    ("name", "variable"), [("corp", "CORP"), ("my-idx.x_1", "MY_IDX_X_1"), ("a--b", "A__B"), ("é", "_"), ("", "")]
)
def test_the_name_of_an_index_as_variables_have_it(name: str, variable: str) -> None:
    assert environment_name(name) == variable


def given(env: dict[str, str], url: str = "https://h/simple", name: str | None = "corp") -> Credential | None:
    return with_credentials(Index(Url.parse(url), Provenance("a test"), name=name), env).credential


def test_variables_give_the_credentials_of_a_named_index() -> None:
    found = given({"UV_INDEX_CORP_USERNAME": "ci", "UV_INDEX_CORP_PASSWORD": CANARY})
    assert header(found) == f"ci:{CANARY}"
    assert str(found and found.provenance) == "UV_INDEX_CORP_PASSWORD"
    assert found is not None
    assert found.reach.covers(Url.parse("https://h/").origin)
    assert not found.reach.covers(Url.parse("https://g/").origin)


def test_variables_replace_the_userinfo_of_the_url_wholly() -> None:
    found = given({"UV_INDEX_CORP_PASSWORD": CANARY}, "https://ci@h/simple")
    assert found is not None
    assert (found.username, found.password) == (None, Secret(CANARY))


def test_a_username_alone_is_incomplete() -> None:
    found = given({"UV_INDEX_CORP_USERNAME": "ci"}, f"https://bot:{CANARY}@h/simple")
    assert found is not None
    assert (found.username, found.is_complete) == ("ci", False)
    assert str(found.provenance) == "UV_INDEX_CORP_USERNAME"


def test_an_empty_password_counts_and_an_empty_username_does_not() -> None:
    found = given({"UV_INDEX_CORP_USERNAME": "", "UV_INDEX_CORP_PASSWORD": ""})
    assert found is not None
    assert (found.username, found.is_complete) == (None, True)


def test_without_variables_the_url_gives_them() -> None:
    assert header(given({}, f"https://ci:{CANARY}@h/simple")) == f"ci:{CANARY}"
    assert given({}) is None


def test_an_index_without_a_name_has_no_variables() -> None:
    assert given({"UV_INDEX_CORP_PASSWORD": CANARY, "UV_INDEX__PASSWORD": CANARY}, name=None) is None


def test_the_first_of_each_name_counts_and_every_index_without_one() -> None:
    corp, other = index("https://a/", name="corp"), index("https://b/", name="corp")
    unnamed = index("https://c/")
    assert first_of_each_name([corp, unnamed, other, unnamed]) == [corp, unnamed, unnamed]
