"""Made-up wheels."""

import zipfile
from io import BytesIO

from idxdoctor.capture.answering.wheel import wheel_bytes

NAME = "apple_pie-1.0-py3-none-any.whl"


def test_a_wheel_holds_what_an_installer_reads() -> None:
    with zipfile.ZipFile(BytesIO(wheel_bytes(NAME))) as archive:
        assert archive.testzip() is None
        metadata = archive.read("apple_pie-1.0.dist-info/METADATA").decode()
        record = archive.read("apple_pie-1.0.dist-info/RECORD").decode()
        assert {line.partition(",")[0] for line in record.splitlines()} == set(archive.namelist())
    assert "Name: apple-pie\nVersion: 1.0\n" in metadata


def test_the_same_name_gives_the_same_bytes() -> None:
    assert wheel_bytes(NAME) == wheel_bytes(NAME)
