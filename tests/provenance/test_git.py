"""Logs under real git: branches, merges, renames, conflicts, line ends, and a redaction merged away."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from jupyter_sciassist.provenance.amend import redact, repair
from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.lines import encode
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.verify import main, verify

NAME = "a.ipynb.prov.jsonl"
UNION = "*.ipynb.prov.jsonl -text merge=union\n"
SECRET = "sk-4f9a the key of Ada"


class Repository:
    """A clone whose working copy holds one log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / NAME
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, fails: bool = False) -> None:
        settings = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        done = subprocess.run(
            ["git", *settings, *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr

    def attributes(self, text: str) -> None:
        (self.folder / ".gitattributes").write_text(text)

    def note(self, text: str = "x") -> str:
        """Append a record; its hash."""
        log = SidecarLog(self.path)
        if not self.path.exists():
            log.append("log.created", {})
        return log.append("review.note", {}, {"/text": text}).hash

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")

    def branch(self, name: str, *, new: bool = True) -> None:
        self.git("checkout", "-q", *(["-b"] if new else []), name)

    def merge(self, name: str, *, fails: bool = False) -> None:
        self.git("merge", "-q", "--no-edit", name, fails=fails)


@pytest.fixture
def repository(tmp_path) -> Repository:
    return Repository(tmp_path)


def forked(repository: Repository, attributes: str = UNION) -> set[str]:
    """A record on each of two branches after a common one; the present branch is main."""
    if attributes:
        repository.attributes(attributes)
    made = {repository.note("common")}
    repository.commit()
    repository.branch("side")
    made.add(repository.note("side"))
    repository.commit()
    repository.branch("main", new=False)
    made.add(repository.note("main"))
    repository.commit()
    return made


def whole(path: Path, made: set[str], *, heads: int = 1) -> None:
    chain = scan(path)
    assert chain.faults == []
    assert made <= set(chain.known)
    assert len(chain.heads) == heads


def test_two_branches_make_a_fork_that_the_next_append_joins(repository):
    made = forked(repository)
    repository.merge("side")
    whole(repository.path, made, heads=2)
    assert main([str(repository.path)]) == 0
    whole(repository.path, made | {repository.note()})


def test_a_criss_cross_merge(repository):
    made = forked(repository)
    repository.git("branch", "main-before")
    repository.merge("side")
    made.add(repository.note("joined on main"))
    repository.commit()
    repository.branch("side", new=False)
    repository.merge("main-before")
    made.add(repository.note("joined on side"))
    repository.commit()
    repository.branch("main", new=False)
    repository.merge("side")
    done = repair(repository.path, merge=True)
    assert done.faults == 0
    whole(repository.path, made)


def test_renamed_on_one_branch_appended_to_on_the_other(repository):
    repository.attributes(UNION)
    made = {repository.note("common")}
    for number in range(5):
        made.add(repository.note(f"more {number}"))
    repository.commit()
    repository.branch("side")
    repository.git("mv", NAME, "b.ipynb.prov.jsonl")
    repository.commit()
    repository.branch("main", new=False)
    made.add(repository.note("main"))
    repository.commit()
    repository.merge("side")
    assert not repository.path.exists()
    whole(repository.folder / "b.ipynb.prov.jsonl", made)


def test_both_branches_begin_the_log(repository):
    repository.attributes(UNION)
    repository.commit()
    repository.branch("side")
    made = {repository.note("side")}
    repository.commit()
    repository.branch("main", new=False)
    made.add(repository.note("main"))
    repository.commit()
    repository.merge("side")
    repair(repository.path, merge=True)
    whole(repository.path, made)
    assert any("2 roots" in warning for warning in verify(repository.path).warnings)
    assert main([str(repository.path)]) == 0


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_conflict_markers_are_damage_and_repair_merge_removes_them(repository, style):
    made = forked(repository, attributes="* -text\n")
    repository.git("config", "merge.conflictStyle", style)
    repository.merge("side", fails=True)
    assert b"<<<<<<< " in repository.path.read_bytes()
    assert main([str(repository.path)]) == 1
    done = repair(repository.path, merge=True)
    assert done.merged.markers >= 3
    whole(repository.path, made)
    assert main([str(repository.path)]) == 0


def test_a_half_resolved_conflict_with_one_side_twice(repository):
    made = forked(repository, attributes="* -text\n")
    repository.merge("side", fails=True)
    lines = repository.path.read_bytes().splitlines(keepends=True)
    repository.path.write_bytes(b"".join([*lines, lines[-2], lines[0]]))
    assert repair(repository.path, merge=True).merged.duplicates == 2
    whole(repository.path, made)


def test_carriage_returns_by_autocrlf(repository):
    forked(repository, attributes="")
    repository.git("config", "core.autocrlf", "true")
    repository.path.unlink()
    repository.git("checkout", "--", NAME)
    assert b"\r\n" in repository.path.read_bytes()
    assert main([str(repository.path)]) == 1
    chain_before = len(repository.path.read_bytes().splitlines())
    assert repair(repository.path, merge=True).merged.returns == chain_before
    assert scan(repository.path).faults == []
    assert main([str(repository.path)]) == 0


def test_the_attribute_keeps_line_ends(repository):
    forked(repository)
    repository.git("config", "core.autocrlf", "true")
    repository.path.unlink()
    repository.git("checkout", "--", NAME)
    assert b"\r" not in repository.path.read_bytes()


@pytest.mark.parametrize("attributes", [UNION, "* -text\n"])
def test_a_redaction_cannot_be_merged_away(repository, attributes):
    """Redacted on one branch, appended to on the other: the merge brings the secret back."""
    repository.attributes(attributes)
    secret = repository.note(SECRET)
    repository.commit()
    repository.branch("side")
    redact(repository.path, secret, ["/text"], reason="a key")
    repository.commit()
    repository.branch("main", new=False)
    made = {secret, repository.note("main")}
    repository.commit()
    repository.merge("side", fails=attributes != UNION)
    assert SECRET.encode() in repository.path.read_bytes()
    assert main([str(repository.path)]) == 1
    done = repair(repository.path, merge=True)
    assert (done.faults, done.merged.duplicates > 0) == (0, True)
    for item in repository.folder.iterdir():
        assert item.is_dir() or SECRET.encode() not in item.read_bytes()
    whole(repository.path, made)
    assert main([str(repository.path)]) == 0


def test_the_unredacted_copy_chosen_by_hand_is_seen_and_closed_again(repository):
    secret = repository.note(SECRET)
    before = repository.path.read_bytes().splitlines(keepends=True)
    redact(repository.path, secret, ["/text"], reason="a key")
    now = repository.path.read_bytes().splitlines(keepends=True)
    repository.path.write_bytes(b"".join([*before, *now[2:]]))
    assert main([str(repository.path)]) == 1
    assert repair(repository.path, merge=True).merged.closed == 1
    assert SECRET.encode() not in repository.path.read_bytes()
    assert main([str(repository.path)]) == 0


def test_different_redactions_on_two_branches_both_hold(repository):
    repository.attributes(UNION)
    log = SidecarLog(repository.path)
    log.append("log.created", {})
    one = log.append("review.note", {}, {"/text": SECRET, "/by": "Ada L"}).hash
    repository.commit()
    repository.branch("side")
    redact(repository.path, one, ["/text"], reason="x")
    repository.commit()
    repository.branch("main", new=False)
    redact(repository.path, one, ["/by"], reason="y")
    repository.commit()
    repository.merge("side")
    repair(repository.path, merge=True)
    chain = scan(repository.path)
    assert (chain.faults, chain.redactions, len(chain.heads)) == ([], 2, 1)
    assert SECRET.encode() not in repository.path.read_bytes()
    assert b"Ada L" not in repository.path.read_bytes()


def test_an_opening_removed_by_another_program_stays_removed(repository):
    """Another writer of the format may remove an opening and say nothing of it."""
    secret = repository.note(SECRET)
    lines = repository.path.read_bytes().splitlines(keepends=True)
    removed = encode(json.loads(lines[1])["core"], {})[1]
    for both in ([lines[0], removed, lines[1]], [*lines, removed]):
        repository.path.write_bytes(b"".join(both))
        assert main([str(repository.path)]) == 1
        repair(repository.path, merge=True)
        assert SECRET.encode() not in repository.path.read_bytes()
        whole(repository.path, {secret})
    assert any("1 of them without a redaction" in one for one in verify(repository.path).warnings)


def test_children_before_parents_are_put_in_order(repository):
    made = {repository.note(str(number)) for number in range(4)}
    lines = repository.path.read_bytes().splitlines(keepends=True)
    repository.path.write_bytes(b"".join(reversed(lines)))
    assert main([str(repository.path)]) == 1
    repair(repository.path, merge=True)
    whole(repository.path, made)
    assert repository.path.read_bytes().startswith(b"".join(lines))
