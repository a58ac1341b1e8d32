"""A Ray cluster makes the shards that one process makes, whatever nodes it loses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.command import complaint, contents, environment
from cli.command import kg as command
from run.deadly import DEADLY, lay_traps
from run.made_up import PAPERS, write

from kg.cli.extract import with_address

pytest.importorskip("ray", reason="needs Ray: pip install 'kg-abstracts[ray]'")

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    (f"Cairn {number}: Stones", f"Cairn {number} runs Llama-2-7B on one A100 and is {number}x faster than vLLM.")
    for number in range(2, 1500)
]
# A cluster of two nodes, of which one goes without warning as soon as the first shard is there.
LOSING = """
import sys, threading, time
from pathlib import Path
from ray.cluster_utils import Cluster
import kg.run.shards.folder as folder
from kg.run import extract_shards
from kg.run.work.cluster import hired_on

folder._LEAST, folder._MOST, folder._ENDS = 100, 300, 100
papers, shards = sys.argv[1], Path(sys.argv[2])
if sys.argv[3:] == ["alone"]:
    print(extract_shards([papers], shards, workers=1))
    sys.exit()
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
second = cluster.add_node(num_cpus=1)
cluster.wait_for_nodes()

def lose():
    while not any(shards.glob("shard-*.parquet")):
        time.sleep(0.05)
    cluster.remove_node(second, allow_graceful=False)
    print("a node is lost", flush=True)

losing = threading.Thread(target=lose)
losing.start()
print(extract_shards([papers], shards, hire=hired_on(cluster.address)))
losing.join()
cluster.shutdown()
"""


def run(*args: str | Path) -> str:
    command = [sys.executable, "-c", LOSING, *map(str, args)]
    env = {**environment(), "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONWARNINGS")  # Ray has its own
    return subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, timeout=280).stdout.decode()


@pytest.mark.slow
def test_a_cluster_that_loses_a_node_makes_the_shards_of_one_process(tmp_path: Path) -> None:
    papers = write(tmp_path / "papers.jsonl", TEXTS)
    told = run(papers, tmp_path / "ray")
    assert "a node is lost" in told
    run(papers, tmp_path / "alone", "alone")
    assert contents(tmp_path / "ray") == contents(tmp_path / "alone")
    assert len(list((tmp_path / "ray").glob("shard-*.parquet"))) > 5


@pytest.mark.slow
def test_on_the_command_line_with_a_paper_that_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = write(tmp_path / "good.jsonl", PAPERS), write(tmp_path / "bad.jsonl", [(DEADLY, "It runs on an A100.")])
    assert command("extract", good, "--shards", tmp_path / "alone").returncode == 0
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    lay_traps(tmp_path, monkeypatch)
    plain = {"PYTHONWARNINGS": "default", "PYTHONPATH": os.environ["PYTHONPATH"]}
    args = ("extract", good, bad, "--shards", tmp_path / "ray", "--ray", "local")
    assert "bad.jsonl:1: 'Belladonna' ends the process that reads it" in command(*args, **plain).stderr.decode()
    done = command(*args, "--skip-bad", **plain)
    assert done.returncode == 0, done.stderr.decode()
    assert "kg: skipped 1 in all" in done.stderr.decode()
    (ours,) = (tmp_path / "ray").glob("shard-*.parquet")
    (theirs,) = (tmp_path / "alone").glob("shard-*.parquet")
    assert ours.read_bytes() == theirs.read_bytes()


def test_where_no_cluster_answers_one_line_says_so(tmp_path: Path) -> None:
    papers = write(tmp_path / "papers.jsonl", PAPERS)
    args = ("extract", papers, "--shards", tmp_path / "shards", "--ray", "localhost:1")
    told = complaint(command(*args, PYTHONWARNINGS="default"))
    assert "--ray: no cluster answers at localhost:1" in told


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("a.txt --ray", "a.txt --ray="),
        ("--ray a.txt", "--ray= a.txt"),
        ("--ray --workers 3", "--ray= --workers 3"),
        ("--ray auto a.txt", "--ray auto a.txt"),
        ("--ray head:6379 a.txt", "--ray head:6379 a.txt"),
        ("--ray ray://head:10001 a.txt", "--ray ray://head:10001 a.txt"),
        ("--ray=head:6379 a.txt", "--ray=head:6379 a.txt"),
        ("--ray local", "--ray local"),
    ],
)
def test_an_address_may_be_left_out(given: str, read: str) -> None:
    assert list(with_address(given.split())) == read.split()
