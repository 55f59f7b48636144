"""A fix's diff under other names."""

from __future__ import annotations

import pytest

from idxdoctor.report.anonymous.diff import anonymous_diff


def anonymous(diff: str) -> str:
    return anonymous_diff(diff, lambda text: text.replace("acme", "org"), lambda file: file.replace("team", "folder-1"))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("--- team/uv.toml", "--- folder-1/uv.toml"),
        ("@@ -1,3 +1,4 @@ [secret.section]", "@@ -1,3 +1,4 @@"),
        (" [[tool.uv.index]]", " [[tool.uv.index]]"),
        ('+authenticate = "always"', '+authenticate = "always"'),
        ('-url = "https://acme/simple"', '-url = "https://org/simple"'),
        (' dependencies = ["billing>=1.2", "flask"]', ' dependencies = ["...", "flask"]'),
        (" # ask Jane", " # ..."),
        ('-name = "acme"  # ask Jane', '-name = "org" '),
        ('+name = "..."', '+name = "..."'),
        (' email = "jane@host"', ' ... = "..."'),
        ("+machine acme login <username> password ****", "+machine org login <username> password ****"),
        (" machine elsewhere login jane", " machine ... login ..."),
        (" ignore-error-codes = [401, 403]", " ignore-error-codes = [401, 403]"),
        (" ", " "),
        ("export UV_INDEX='https://acme/x'", "export UV_INDEX='https://org/x'"),
    ],
)
def test_of_a_line_of_a_file_what_every_configuration_may_hold_is_kept(line: str, shown: str) -> None:
    assert anonymous(f"+++ uv.toml\n{line}").splitlines()[1] == shown


def test_variables_and_commands_keep_options_and_what_has_another_name() -> None:
    diff = "export UV_INDEX='https://acme/x'\n+ uv lock --index acme --with billing -r 'my file.in'"
    assert anonymous(diff) == "export UV_INDEX='https://org/x'\n+ uv lock --index org --with ... -r '...'"
