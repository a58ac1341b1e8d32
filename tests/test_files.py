"""Writing beside the target and moving into place: whole or not at all, whoever else writes, whatever fails."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import InputError, OutputError
from kg.files import staged_folder, whole_file

UNCHANGED = "; what stood there before is unchanged"


def names(folder: Path) -> list[str]:
    """Everything below a folder, hidden things too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def stage(folder: Path, *files: str, fails: BaseException | None = None) -> None:
    """Write `new` into files of a staged folder, then fail if asked to."""
    with staged_folder(folder) as scratch:
        for name in files:
            (scratch / name).write_text("new")
        if fails:
            raise fails


def put(path: Path, fails: BaseException | None = None) -> None:
    """Write `new` into a file, then fail if asked to."""
    with whole_file(path) as out:
        out.write(b"new")
        if fails:
            raise fails


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_appear_together_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "new" / "deeper"
    with staged_folder(out) as scratch:
        (scratch / "a").write_text("one")
        (scratch / "b").write_text("two")
        assert not (out / "a").exists()
    assert names(tmp_path) == ["new", "new/deeper", "new/deeper/a", "new/deeper/b"]
    assert (out / "b").read_text() == "two"


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "a").write_text("old")
    with staged_folder(tmp_path) as scratch:
        (scratch / "a").write_text("new")
    assert names(tmp_path) == ["a", "mine"]
    assert ((tmp_path / "a").read_text(), (tmp_path / "mine").read_text()) == ("new", "mine")


@pytest.mark.parametrize("raised", [ValueError("no"), KeyboardInterrupt(), InputError("f", "is bad", 3)], ids=repr)
def test_a_failure_inside_changes_nothing_and_passes_through(raised: BaseException, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    for target in (tmp_path, tmp_path / "made" / "for" / "this"):
        with pytest.raises(type(raised)) as caught:
            stage(target, "a", fails=raised)
        assert caught.value is raised
    with pytest.raises(type(raised)):
        put(tmp_path / "a", raised)
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_text() == "old"


def test_a_move_that_fails_midway_is_taken_back(tmp_path: Path) -> None:
    """Files move in the order of their names: `a` and `b` have moved when `c` turns out to be a folder."""
    (tmp_path / "a").write_text("old")
    (tmp_path / "c").mkdir()
    with pytest.raises(OutputError) as caught:
        stage(tmp_path, "a", "b", "c")
    assert str(caught.value) == f"{tmp_path}: cannot be written: c is a folder; name another place{UNCHANGED}"
    assert names(tmp_path) == ["a", "c"]
    assert (tmp_path / "a").read_text() == "old"


def test_taking_back_works_where_a_file_can_have_no_second_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    test_a_move_that_fails_midway_is_taken_back(tmp_path)


def test_links_are_put_back_as_links(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("elsewhere")
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError):
        stage(tmp_path, "a", "b")
    assert os.readlink(tmp_path / "a") == "elsewhere"


def failing(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("number", "advice"),
    [(errno.ENOSPC, "make room"), (errno.EDQUOT, "make room"), (errno.EROFS, "check its"), (errno.EIO, "name another")],
)
def test_a_disk_that_fails_is_one_line_that_says_what_to_do(number: int, advice: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(OutputError) as in_folder:
        stage(tmp_path, "a", fails=failing(number))
    with pytest.raises(OutputError) as in_file:
        put(tmp_path / "a", failing(number))
    for caught, named in ((in_folder, tmp_path), (in_file, tmp_path / "a")):
        told = str(caught.value)
        assert told.startswith(f"{named}: cannot be written: {os.strerror(number)}; {advice}")
        assert told.endswith(UNCHANGED)
        assert "\n" not in told
    assert names(tmp_path) == ["a"]


def test_an_error_of_a_writer_names_the_folder_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught, staged_folder(tmp_path) as scratch:
        raise OutputError(f"{scratch}/graph.nt: cannot be written") from failing(errno.ENOSPC)
    assert str(caught.value).startswith(f"{tmp_path}: cannot be written: No space left on device; make room")


def test_what_cannot_be_read_is_not_called_unwritable(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, staged_folder(tmp_path / "out"):
        (tmp_path / "nowhere.yaml").read_bytes()
    assert str(caught.value.filename).endswith("nowhere.yaml")
    assert names(tmp_path) == []


@pytest.mark.parametrize("where", ["file", "file/deeper", "file/deeper/still"])
def test_a_file_in_the_place_of_a_folder(where: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match=r"a file stands where a folder must be; name another place"):
        stage(tmp_path / where, "a")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot be written: is a folder, not a file; name another place"):
        put(tmp_path)
    assert names(tmp_path) == []


def test_a_file_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "new" / "records.jsonl"
    with whole_file(target) as out:
        out.write(b"one\n")
        out.flush()
        assert not target.exists()
    assert target.read_bytes() == b"one\n"
    assert names(tmp_path) == ["new", "new/records.jsonl"]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "near").symlink_to("far/records.jsonl")
    with whole_file(tmp_path / "near") as out:
        out.write(b"one\n")
    assert (tmp_path / "near").is_symlink()
    assert (tmp_path / "far" / "records.jsonl").read_bytes() == b"one\n"


def test_permissions_are_the_usual_ones_or_those_of_the_file_replaced(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        (tmp_path / "shared").write_text("old")
        (tmp_path / "shared").chmod(0o664)
        with staged_folder(tmp_path) as scratch:
            (scratch / "shared").write_text("new")
            (scratch / "fresh").write_text("new")
        with whole_file(tmp_path / "file") as out:
            out.write(b"new")
        with whole_file(tmp_path / "shared") as out:
            out.write(b"newer")
    finally:
        os.umask(before)
    assert [oct(mode(tmp_path / name)) for name in ("shared", "fresh", "file")] == ["0o664", "0o640", "0o640"]


def test_a_device_is_written_straight_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        with whole_file(pipe) as out:
            out.write(b"one\n")
        assert reader.communicate(timeout=10)[0] == b"one\n"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names(tmp_path) == ["pipe"]


def test_what_a_killed_run_left_is_swept_and_what_a_live_run_writes_is_not(tmp_path: Path) -> None:
    left = tmp_path / ".kg-unfinished-left"
    left.mkdir()
    (left / "a").write_text("half")
    with staged_folder(tmp_path) as first:
        assert not left.exists()
        (first / "a").write_text("first")
        with staged_folder(tmp_path) as second, whole_file(tmp_path / "b") as out:
            assert first.exists()
            (second / "a").write_text("second")
            out.write(b"b")
        assert (tmp_path / "a").read_text() == "second"
    assert (tmp_path / "a").read_text() == "first"
    assert names(tmp_path) == ["a", "b"]


WRITE_AND_DIE = """
import os, sys
from pathlib import Path
from kg.files import staged_folder, whole_file
with staged_folder(Path(sys.argv[1])) as scratch, whole_file(Path(sys.argv[1], "b")) as out:
    (scratch / "a").write_text("half")
    out.write(b"half")
    out.flush()
    os._exit(9)
"""


def test_a_process_that_dies_leaves_the_earlier_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").write_text("old")
    died = subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(tmp_path)], check=False)
    assert died.returncode == 9
    assert len(list(tmp_path.glob(".kg-unfinished-*"))) == 2
    assert ((tmp_path / "a").read_text(), (tmp_path / "b").read_text()) == ("old", "old")
    with whole_file(tmp_path / "b") as out:
        out.write(b"new")
    assert names(tmp_path) == ["a", "b"]


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may do anything: be another user for a while where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_is_protected_is_not_overwritten() -> None:
    with tempfile.TemporaryDirectory() as place:
        top = Path(place)
        top.chmod(0o755)
        for name, folder_mode in (("closed", 0o555), ("open", 0o777)):
            (top / name).mkdir()
            (top / name).chmod(folder_mode)
        (top / "open" / "guarded").write_text("old")
        (top / "open" / "guarded").chmod(0o444)
        advice = f"; check its permissions or name another place{UNCHANGED}"
        with unprivileged(), pytest.raises(OutputError) as closed:
            stage(top / "closed", "a")
        assert str(closed.value) == f"{top}/closed: cannot be written: Permission denied{advice}"
        with unprivileged(), pytest.raises(OutputError) as guarded:
            put(top / "open" / "guarded")
        assert str(guarded.value) == f"{top}/open/guarded: cannot be written: guarded is write-protected{advice}"
        assert (top / "open" / "guarded").read_text() == "old"
        assert names(top) == ["closed", "open", "open/guarded"]
