"""What is printed or written passes the guard: of all modules only those named here write anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import idxdoctor

ROOT: Final = Path(idxdoctor.__file__).parent
WRITING: Final = frozenset(
    {
        *(
            "write",
            "writelines",
            "write_text",
            "write_bytes",
            "open",
            "fdopen",
            "print",
            "print_exc",
            "print_exception",
        ),
        *("echo", "secho", "prompt", "input", "excepthook", "Live", "Bar", "warn"),
        *("debug", "info", "warning", "error", "exception", "critical", "symlink_to", "copyfile", "copy", "sendall"),
    }
)
"""Names of functions and methods that put a text somewhere."""

PAST_THE_GUARD: Final = {
    "cli/output.py": {"Bar()", "open()", "print()", "sys.stderr", "sys.stdout", "write()"},
    "cli/live.py": {"Live()", "print()", "sys.stderr", "sys.stdout", "write()"},
}
NO_TEXTS_OF_OTHERS: Final = {
    # The version, before anything is read; streams that are set up and closed; a question; a hook of `cli/failing.py`.
    "__main__.py": {"sys.stdout", "write()"},
    "cli/app.py": {"open()", "sys.stderr", "sys.stdout"},
    "cli/fix.py": {"prompt()"},
    "capture/threaded.py": {"excepthook()"},
}
FOR_WHO_HAS_THE_SECRETS: Final = {
    # The file that a fix changes, once the guard has let the change pass; what a pipeline must not show.
    "cli/rewrite.py": {"fdopen()", "write()"},
    "cli/pipeline.py": {"sys.stdout", "writelines()"},
}
IN_A_FOLDER_OF_ONE_RUN: Final = {
    # Nobody but the user can read it, and it is removed.
    "capture/running/interpreters.py": {"write_bytes()"},
    "capture/running/keyring.py": {"write_text()"},
    "capture/running/run_uv.py": {"write_text()"},
    "capture/running/sandbox.py": {"write_text()"},
    "capture/running/usual.py": {"write_text()"},
    "capture/serve.py": {"write_text()"},
    "capture/tracing/plugged.py": {"write_text()"},
    "capture/tracing/trust.py": {"write_bytes()"},
}
TO_PROGRAMS: Final = {
    # A client's answers and requests, what mitmdump must know, an installed client's own script.
    "capture/running/binaries.py": {"write_text()"},
    "capture/answering/connection.py": {"write()"},
    "capture/tracing/forwarder.py": {"sendall()"},
    "capture/tracing/mitmdump.py": {"fdopen()", "write()"},
    # What the user's command prints itself, or `cli/masked_log.py` lets pass.
    "capture/tracing/sieve.py": {"write()"},
}
IN_A_PROCESS_OF_ITS_OWN: Final = {
    "capture/standalone_script.py": {"sys.stderr", "sys.stdout", "write()", "write_text()"},
    "capture/tracing/mitm_addon.py": {"write()"},
    # Into a pipe, to the one who has started the client.
    "capture/tracing/plugin/handover.py": {"open()", "write()"},
}
ONLY_READING: Final = {
    "capture/logs/read.py": {"open()"},
    "capture/tracing/child.py": {"open()"},
    "capture/tracing/log.py": {"open()"},
}
ALL: Final = (
    PAST_THE_GUARD
    | NO_TEXTS_OF_OTHERS
    | FOR_WHO_HAS_THE_SECRETS
    | IN_A_FOLDER_OF_ONE_RUN
    | TO_PROGRAMS
    | IN_A_PROCESS_OF_ITS_OWN
    | ONLY_READING
)


def writing(source: str) -> Iterator[str]:
    """Return what in a module's source puts a text somewhere: calls, and the streams of the process."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in WRITING:
                yield f"{name}()"
        elif isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr", "__stdout__", "__stderr__"}:
            if isinstance(node.value, ast.Name) and node.value.id == "sys":
                yield f"sys.{node.attr}"
        elif isinstance(node, ast.ImportFrom) and node.module == "sys":
            yield "from sys import"


def modules() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py")}


def test_only_the_doors_write() -> None:
    found = {name: {*writing(source)} for name, source in modules().items()}
    assert {name: what for name, what in found.items() if what} == ALL


@pytest.mark.parametrize(
    "line",
    [
        "print(x)",
        "typer.echo(x, err=True)",
        "echo(x)",
        "sys.stdout.write(x)",
        "out = sys.stderr",
        "from sys import stdout",
        "Path(x).write_text(y)",
        "Console(stderr=True).print(x)",
        "logging.getLogger().warning(x)",
        "traceback.print_exc()",
        "os.write(2, x)",
        "with open(x, 'w') as stream: pass",
    ],
)
def test_a_command_that_wrote_by_itself_would_be_seen(line: str) -> None:
    assert [*writing(f"def command(x):\n    {line}\n")] != []


def test_what_ignores_the_guard_is_no_output() -> None:
    """An `Output` has a guard by its type, and nothing but the door calls what writes behind it."""
    behind = [
        name
        for name, source in modules().items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr == "_write" and name.startswith("cli/")
    ]
    assert {*behind} == {"cli/output.py"}
