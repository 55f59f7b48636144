"""The files that a client sees, on disk and made up."""

from __future__ import annotations

from pathlib import Path

from idxdoctor.config.surroundings import DiskFiles, folders_of_paths


def test_folders_on_disk_come_sorted_without_links_and_files(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    files = DiskFiles(tmp_path, tmp_path)
    assert files.folders(tmp_path) == [tmp_path / "a", tmp_path / "b"]
    assert files.folders(tmp_path / "none") == []


def test_files_imply_the_folders_that_they_lie_in() -> None:
    paths = [Path("/r/b/x"), Path("/r/a/c/y"), Path("/r/z"), Path("/s/d/x")]
    assert folders_of_paths(paths, Path("/r")) == [Path("/r/a"), Path("/r/b")]
