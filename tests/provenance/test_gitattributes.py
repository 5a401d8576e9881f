"""The rule by which git merges logs: found where it is, offered where it is not, appended with care."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from jupyter_sciassist.errors import LogWriteError
from jupyter_sciassist.provenance import gitattributes
from jupyter_sciassist.provenance.gitattributes import LINE, add, missing, work_tree

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder, *args):
    subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def tree(tmp_path):
    """A repository without git's help: what is looked for is there."""
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (root / "deep" / "er").mkdir(parents=True)
    return root


@pytest.fixture(params=["by git", "by the files"])
def asked(request, tree, monkeypatch):
    """Both ways of asking give one answer."""
    if request.param == "by git":
        if shutil.which("git") is None:
            pytest.skip("git is not installed")
        shutil.rmtree(tree / ".git")
        git(tree, "init", "-q")
    else:
        monkeypatch.setattr(shutil, "which", lambda name: None)
    return tree


def log_in(folder: Path) -> Path:
    return folder / "a.ipynb.prov.jsonl"


def test_the_nearest_work_tree_is_found_without_git(tree, tmp_path):
    assert work_tree(tree / "deep" / "er") == tree
    assert work_tree(tree) == tree
    assert work_tree(tmp_path) is None
    assert work_tree(tmp_path / "not there") is None
    (tree / "deep" / ".git").mkdir()  # no repository: it has no HEAD
    assert work_tree(tree / "deep" / "er") == tree
    (tree / "deep" / "er" / ".git").write_text("gitdir: ../../.git/worktrees/er\n")
    assert work_tree(tree / "deep" / "er") == tree / "deep" / "er"


@needs_git
def test_a_linked_work_tree_and_a_submodule_are_found(tmp_path):
    git(tmp_path, "init", "-q", "main")
    mine = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    git(tmp_path / "main", *mine, "commit", "-q", "--allow-empty", "-m", "x")
    git(tmp_path / "main", "worktree", "add", "-q", "../linked")
    assert work_tree(tmp_path / "linked") == tmp_path / "linked"
    assert missing(log_in(tmp_path / "linked")) == tmp_path / "linked"


@pytest.mark.parametrize(
    ("rules", "covered"),
    [
        ({}, False),
        ({".gitattributes": "*.md merge=union\n"}, False),
        ({".gitattributes": LINE}, True),
        ({".gitattributes": f"# logs\r\n{LINE}\r\n"}, True),
        ({".gitattributes": "*.jsonl merge=union"}, True),
        ({".gitattributes": "*.jsonl merge=union\n*.prov.jsonl -merge"}, False),
        ({".gitattributes": "*.jsonl merge=union\n*.prov.jsonl !merge"}, False),
        ({".gitattributes": LINE, "deep/.gitattributes": "*.jsonl merge=ours"}, False),
        ({"deep/er/.gitattributes": "a.* merge=union"}, True),
        ({".gitattributes": "/deep/er/*.jsonl merge=union"}, True),
        ({".gitattributes": "other/*.jsonl merge=union"}, False),
        ({".git/info/attributes": LINE}, True),
    ],
)
def test_a_rule_is_seen_where_it_stands(asked, rules, covered):
    for name, text in rules.items():
        (asked / name).parent.mkdir(exist_ok=True)
        (asked / name).write_bytes(text.encode())
    assert missing(log_in(asked / "deep" / "er")) == (None if covered else asked)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, f"{LINE}\n"),
        ("", f"{LINE}\n"),
        ("*.md text\n", f"*.md text\n{LINE}\n"),
        ("*.md text", f"*.md text\n{LINE}\n"),
        ("*.md text\r\n*.txt text", f"*.md text\r\n*.txt text\r\n{LINE}\r\n"),
        (f"{LINE}\n", f"{LINE}\n"),
    ],
)
def test_the_line_is_appended_once(asked, before, after):
    file = asked / ".gitattributes"
    if before is not None:
        file.write_bytes(before.encode())
    assert add(log_in(asked / "deep" / "er")) == file
    assert add(log_in(asked / "deep" / "er")) == file
    assert file.read_bytes() == after.encode()
    assert missing(log_in(asked)) is None


def test_a_link_is_never_followed(asked, tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("mine\n")
    (asked / ".gitattributes").symlink_to(outside)
    with pytest.raises(LogWriteError, match=r"no regular file\. Add this line by hand: \*\.ipynb"):
        add(log_in(asked))
    assert outside.read_text() == "mine\n"
    # Changed for a link between the look and the write: the system call refuses it.
    (asked / ".gitattributes").unlink()
    real = gitattributes._bytes
    try:
        gitattributes._bytes = lambda file: b""
        (asked / ".gitattributes").symlink_to(outside)
        with pytest.raises(LogWriteError, match="symbolic link"):
            add(log_in(asked))
    finally:
        gitattributes._bytes = real
    assert outside.read_text() == "mine\n"


def test_a_notebook_elsewhere_through_a_link_belongs_where_it_lies(tree, tmp_path):
    (tmp_path / "link").symlink_to(tree / "deep")
    assert work_tree(tmp_path / "link" / "er") == tree
    assert missing(log_in(tmp_path / "link" / "er")) == tree


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root writes everywhere")
def test_what_cannot_be_written_is_not_offered(tree):
    tree.chmod(0o500)
    try:
        assert missing(log_in(tree)) is None
        with pytest.raises(LogWriteError, match="writable"):
            add(log_in(tree))
    finally:
        tree.chmod(0o700)


def test_no_repository_and_a_folder_in_the_place(tree, tmp_path, monkeypatch):
    with pytest.raises(LogWriteError, match=r"is in no git repository\. Run `git init`"):
        add(log_in(tmp_path))
    (tree / ".gitattributes").mkdir()
    with pytest.raises(LogWriteError, match="no regular file"):
        add(log_in(tree))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert missing(log_in(tree)) is None


@needs_git
def test_variables_of_a_hook_do_not_name_another_repository(asked, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / ".gitattributes").write_text(LINE)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert missing(log_in(asked)) == asked
