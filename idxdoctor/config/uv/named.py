"""Files named for a check: requirements, which a `uv pip` command reads, and locks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.homes import LOCK, is_lock, project_locks
from idxdoctor.config.uv.requirements import PROJECT_FILE, named_files
from idxdoctor.config.uv.workspace import working_folder
from idxdoctor.model.errors import InputError, Place


def with_files(surroundings: Surroundings, files: Sequence[Path]) -> Surroundings:
    """Return surroundings in which these files say what is looked up.

    Without any, those do that the command itself names, else the lock of the project.

    Requirements and `pylock.toml` are read as `uv pip install -r` reads them, a `uv.lock` as that of a project. Raises
    `InputError` where the files, or the command that is given, don't go together.
    """
    if not files:
        named = [working_folder(surroundings) / name for name in named_files(surroundings)]
        return surroundings._replace(locks=tuple(filter(is_lock, named)) if named else project_locks(surroundings))
    locks = tuple(surroundings.files.project / file for file in files if is_lock(file))
    if any(file.name == LOCK for file in files):
        return _of_project(surroundings, files)._replace(locks=locks)
    for file in files:
        if file.suffix == ".toml" and file.name != PROJECT_FILE and not is_lock(file):
            raise InputError(
                "this is neither a file of requirements nor a lock",
                place=Place(str(file)),
                remedy="A TOML file of these is called pyproject.toml, uv.lock, pylock.toml or pylock.NAME.toml.",
            )
    flags = tuple(f"--requirement={file}" for file in files)
    if surroundings.command[:1] == ("pip",):
        return surroundings._replace(args=(*surroundings.args, *flags), locks=locks)
    if surroundings.args or surroundings.command != ("lock",):
        raise InputError(
            "requirements are read by `uv pip` commands",
            place=Place("--like"),
            remedy='Leave it out, or give one of these, as in --like "uv pip install".',
        )
    return surroundings._replace(command=("pip", "install"), args=flags, locks=locks)


def _of_project(surroundings: Surroundings, files: Sequence[Path]) -> Surroundings:
    """Return the surroundings of a command in the project whose lock is named, which must be the only file."""
    if len(files) > 1:
        raise InputError(
            "uv.lock is the lock of a project, and stands for all that it needs",
            place=Place("-r"),
            remedy="Check it by itself, and the other files in another run.",
        )
    if surroundings.command == ("pip", "install") and not surroundings.args:
        surroundings = surroundings._replace(command=("lock",))
    folder = files[0].parent
    if folder == Path():
        return surroundings
    return surroundings._replace(args=(*surroundings.args, f"--project={folder}"))
