"""Tiny wheels, made up in memory for whatever file name a page lists."""

from __future__ import annotations

import zipfile
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)


def wheel_bytes(file_name: str) -> bytes:
    """Return an installable wheel without content or dependencies, the same bytes for the same name."""
    project, version = file_name.split("-")[:2]
    folder = f"{project}-{version}.dist-info"
    files = {
        f"{project}.py": "",
        f"{folder}/METADATA": metadata_text(file_name),
        f"{folder}/WHEEL": "Wheel-Version: 1.0\nGenerator: idxdoctor\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{folder}/RECORD"
    files[record] = "".join(f"{name},,\n" for name in (*files, record))
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text)
    return target.getvalue()


def metadata_text(file_name: str) -> str:
    """Return the METADATA of the wheel with that file name."""
    project, version = file_name.split("-")[:2]
    return f"Metadata-Version: 2.1\nName: {project.replace('_', '-')}\nVersion: {version}\n"
