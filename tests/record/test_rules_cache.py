"""Compiled rules: they read as the rules they are of, and a cache of them is never stale and never in the way."""

from __future__ import annotations

import os
import pickle
import stat
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from kg.errors import RuleError
from kg.model import Paper
from kg.record import Extractor, compiled_rules, load_extractor
from kg.record.cache import cache_folder, read_cached, write_cached
from kg.ruleset import load_ruleset
from kg.sample import sample_path
from kg.sources import read_papers

PAPER = Paper("paper-1", "Kelp", "We present Kelp. It is 2.1x faster than Llama on an A100, and than Barnacle.")
MINE = 'type: Method\nrules: [{id: method-NAME, label: NAME, forms: [NAME], match: ["a [NAME]"]}]\n'


@pytest.fixture
def cache(over_few: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("KG_CACHE", str(folder))
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "methods.yaml").write_text(MINE.replace("NAME", "barnacle"), encoding="utf-8")
    return folder


@pytest.fixture
def compilings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that rules were read from their files."""
    times: list[int] = []

    def counted(*folders: str | Path) -> object:
        times.append(1)
        return load_ruleset(*folders)

    monkeypatch.setattr("kg.ruleset.load.load_ruleset", counted)
    return times


def keys(extractor: Extractor) -> set[str]:
    return {entity.key for entity in extractor.extract_one(PAPER).entities}


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_the_shipped_rules_read_the_same_once_compiled(extractor: Extractor) -> None:
    made = Extractor.from_compiled(extractor.compiled())
    papers = read_papers([sample_path()])
    expected = list(Extractor(extractor.ruleset).extract(papers))
    assert list(made.extract(papers)) == expected
    assert list(pickle.loads(pickle.dumps(made)).extract(papers)) == expected
    assert made.grammar == extractor.grammar


def test_the_rules_come_back_whole(extractor: Extractor) -> None:
    back, rules = Extractor.from_compiled(extractor.compiled()).ruleset, load_ruleset()
    assert list(back.terms.items()) == list(rules.terms.items())
    assert back.all_rules() == rules.all_rules()
    assert (back.digest, back.folders, back.words, back.metric_units) == (
        rules.digest, rules.folders, rules.words, rules.metric_units,
    )  # fmt: skip
    assert back.parents == rules.parents == {rule.broader for rule in rules.terms.values()} - {None}
    assert "method-nonsense" not in back.terms
    with pytest.raises(KeyError):
        back.terms["method-nonsense"]


def test_rules_are_compiled_once(cache: Path, compilings: list[int]) -> None:
    first, second, data = load_extractor(), load_extractor(), compiled_rules()
    assert len(compilings) == 1
    assert first.extract_one(PAPER) == second.extract_one(PAPER) == Extractor.from_compiled(data).extract_one(PAPER)
    assert {"model-llama", "hardware-nvidia-a100"} <= keys(second)


def test_what_was_compiled_needs_no_files(cache: Path, mine: Path) -> None:
    data = compiled_rules(mine)
    for file in mine.iterdir():
        file.unlink()
    assert "method-barnacle" in keys(Extractor.from_compiled(data))


def test_a_rule_that_changes_is_read_anew(cache: Path, mine: Path, compilings: list[int]) -> None:
    rules = mine / "methods.yaml"
    before = rules.stat()
    assert "method-barnacle" in keys(load_extractor(mine))

    rules.write_text(rules.read_text(encoding="utf-8").replace("id: method-barnacle", "id: method-barnabas"))
    os.utime(rules, ns=(before.st_atime_ns, before.st_mtime_ns))  # of the same size and age

    assert "method-barnabas" in keys(load_extractor(mine))
    assert len(compilings) == 2


def test_a_file_more_a_file_less_and_another_folder_are_other_rules(
    cache: Path, mine: Path, compilings: list[int]
) -> None:
    found = [keys(load_extractor())]
    found.append(keys(load_extractor(mine)))
    text = 'type: Software\nrules: [{id: software-kelp, label: Kelp, forms: [Llama], match: ["a [Llama]"]}]\n'
    (mine / "more.yaml").write_text(text, encoding="utf-8")
    found.append(keys(load_extractor(mine)))
    assert len({frozenset(each) for each in found}) == 3
    assert len(compilings) == 3
    (mine / "more.yaml").unlink()
    assert keys(load_extractor(mine)) == found[1]
    assert len(compilings) == 3  # that was kept


def test_the_order_of_folders_counts(cache: Path, mine: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for folder, label in ((mine, "One"), (other, "Two")):
        text = f'type: Method\nrules: [{{id: method-b, label: {label}, forms: [Barnacle], match: ["[Barnacle]"]}}]\n'
        (folder / "methods.yaml").write_text(text, encoding="utf-8")
    for folders, label in (((mine, other), "Two"), ((other, mine), "One")):
        assert load_extractor(*folders).ruleset.terms["method-b"].label == label


@pytest.mark.parametrize("part", ["kg.record.rules.__version__", "kg.record.rules.sys.version"])
def test_another_version_compiles_for_itself(
    cache: Path, compilings: list[int], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    load_extractor()
    with monkeypatch.context() as patch:
        patch.setattr(part, "another")
        load_extractor()
    assert len(compilings) == 2


def test_other_reading_code_compiles_for_itself(
    cache: Path, compilings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_extractor()
    monkeypatch.setattr("kg.record.rules.reader_digest", lambda: "other code")
    load_extractor()
    assert len(compilings) == 2


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def _turn_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _another_kind(file: Path) -> None:
    write_cached(file.stem, msgspec.msgpack.encode(["not", "rules"]))


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("damage", [_cut, _turn_a_bit, _empty, _another_kind, _folder])
def test_what_is_damaged_or_foreign_is_made_anew(
    cache: Path, compilings: list[int], damage: Callable[[Path], None]
) -> None:
    expected = load_extractor().extract_one(PAPER)
    damage(*files(cache))
    assert load_extractor().extract_one(PAPER) == expected
    assert len(compilings) == 2
    if damage is not _folder:  # which cannot be replaced
        assert load_extractor().extract_one(PAPER) == expected
        assert len(compilings) == 2


def test_a_cache_that_cannot_be_written_is_none(
    cache: Path, compilings: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file" / "cache"))
    assert [keys(load_extractor()) for _ in range(2)]
    assert len(compilings) == 2


def test_a_disk_that_is_full_leaves_nothing_behind(
    cache: Path, compilings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.record.cache.os.replace", full)
    assert keys(load_extractor())
    assert files(cache) == []


@pytest.mark.parametrize("off", ["off", ""])
def test_it_can_be_turned_off(
    cache: Path, compilings: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, off: str
) -> None:
    monkeypatch.setenv("KG_CACHE", off)
    monkeypatch.chdir(tmp_path)
    before = files(tmp_path)
    assert [keys(load_extractor()) for _ in range(2)]
    assert len(compilings) == 2
    assert files(tmp_path) == before


def test_a_mistake_in_the_rules_is_told_and_not_kept(cache: Path, mine: Path) -> None:
    (mine / "cues.yaml").write_text(
        "cues: [{id: cue-mine, pattern: 'see ({name}', match: ['see [Kelp]']}]\n", encoding="utf-8"
    )
    for _ in range(2):
        with pytest.raises(RuleError, match="cue-mine: not a regular expression"):
            load_extractor(mine)
    with pytest.raises(RuleError, match="holds no rule files"):
        load_extractor(mine / "none")


def test_no_more_files_are_kept_than_are_useful(cache: Path) -> None:
    cache.mkdir()
    for name in ("notes.txt", ".unfinished-now.rules", ".unfinished-of-old.rules"):
        (cache / name).touch()
    os.utime(cache / ".unfinished-of-old.rules", (0, 0))
    for age in range(7):
        write_cached(f"digest{age}", b"content")
        os.utime(cache / f"digest{age}.rules", (age, age))
    kept = {".unfinished-now.rules", "notes.txt", *(f"digest{age}.rules" for age in range(3, 7))}
    assert {file.name for file in files(cache)} == kept
    assert read_cached("digest6") == b"content"


def test_only_its_owner_looks_into_it(cache: Path) -> None:
    write_cached("digest", b"content")
    if sys.platform != "win32":
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700
        assert stat.S_IMODE((cache / "digest.rules").stat().st_mode) == 0o600


def test_many_may_write_and_read_at_once(cache: Path) -> None:
    contents = [bytes([number]) * 300_000 for number in range(8)]
    end = time.monotonic() + 1

    def write(content: bytes) -> Iterator[bytes | None]:
        while time.monotonic() < end:
            write_cached("same", content)
            yield read_cached("same")

    with ThreadPoolExecutor(len(contents)) as pool:
        read = {content for found in pool.map(lambda content: set(write(content)), contents) for content in found}
    assert read <= set(contents)
    assert len(files(cache)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="other variables name the folder there")
def test_where_it_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder({}) == tmp_path / ".cache" / "kg"
    assert cache_folder({"XDG_CACHE_HOME": "relative"}) == tmp_path / ".cache" / "kg"
    assert cache_folder({"XDG_CACHE_HOME": "/var/tmp/own"}) == Path("/var/tmp/own/kg")
    assert cache_folder({"XDG_CACHE_HOME": "/var/tmp/own", "KG_CACHE": "here"}) == Path("here")
    assert cache_folder({"KG_CACHE": "off"}) is cache_folder({"KG_CACHE": ""}) is None


@pytest.mark.parametrize("data", [b"", b"\x90", b"\xa1\xff", b"no such thing", b"\x94\x01\x02\x03\x04"])
def test_bytes_that_are_no_rules_are_refused(data: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, ValueError)):
        Extractor.from_compiled(data)
