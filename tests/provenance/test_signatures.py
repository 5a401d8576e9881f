"""Checkpoints signed with real OpenSSH keys: good, changed, wrong namespace, unknown, revoked."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from jupyter_sciassist.cli import main as cli
from jupyter_sciassist.errors import LogDamagedError, ProvenanceError
from jupyter_sciassist.provenance import signatures
from jupyter_sciassist.provenance.amend import redact, repair, sign
from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.verify import main, verify
from tests.provenance.logs import rehashed, small_log

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen (OpenSSH) is not installed"
)


def made_key(folder: Path, name: str, kind: str = "ed25519") -> Path:
    path = folder / name
    command = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", name, "-f", str(path)]
    subprocess.run(command, check=True)
    return path


def listed(path: Path, *keys: Path, options: str = "") -> Path:
    rows = [
        f"{key.name}@example.org {options}{key.with_name(key.name + '.pub').read_text()}"
        for key in keys
    ]
    path.write_text("# who may sign\n" + "".join(rows))
    return path


@pytest.fixture
def path(tmp_path) -> Path:
    path = tmp_path / "a.ipynb.prov.jsonl"
    small_log(path)
    return path


@pytest.fixture
def ada(tmp_path) -> Path:
    return made_key(tmp_path, "ada")


def check(path: Path, signers: Path, *words: object) -> int:
    return main(["--allowed-signers", str(signers), *map(str, words), str(path)])


def test_a_good_signature(path, ada, tmp_path, capsys):
    signers = listed(tmp_path / "signers", ada)
    assert check(path, signers) == 0
    assert check(path, signers, "--strict") == 3
    entry = sign(path, ada)
    assert check(path, signers) == 0
    said = capsys.readouterr().out
    assert "1 hold, the last by ada@example.org up to record 3" in said
    assert "level L2: signed by a listed key; does not show" in said
    row = json.loads(path.read_bytes().splitlines()[-1])
    assert row["core"]["body"] == {"count": 3, "reason": "sign"}
    assert sorted(row["sig"]) == ["alg", "key", "value"]
    # What others write behind it is not vouched for, and the signature stands.
    SidecarLog(path).append("review.note", {})
    assert check(path, signers) == 0
    assert check(path, signers, "--anchor", entry.hash, "--strict") == 0
    assert main([str(path)]) == 0
    assert "no list of signers was given" in capsys.readouterr().out


def test_a_redaction_leaves_the_signature(path, ada, tmp_path):
    identity = json.loads(path.read_bytes().splitlines()[1])["core"]["id"]
    sign(path, ada)
    signed = path.read_bytes().splitlines()[-1]
    redact(path, identity, ["/text"], reason="x")
    assert signed in path.read_bytes()
    path.write_bytes(path.read_bytes() * 2)
    repair(path, merge=True)
    assert check(path, listed(tmp_path / "signers", ada)) == 0


def test_a_signature_of_another_record(path, ada, tmp_path, capsys):
    sign(path, ada)
    lines = path.read_bytes().splitlines(keepends=True)
    sig = json.loads(lines[-1])["sig"]
    forged = rehashed(lines[-1], lambda core: core["body"].update(count=2))
    text = forged[:-2] + b',"sig":' + json.dumps(sig, separators=(",", ":")).encode() + b"}\n"
    path.write_bytes(b"".join(lines[:-1]) + text)
    assert main([str(path)]) == 0
    assert check(path, listed(tmp_path / "signers", ada)) == 1
    assert "does not hold" in capsys.readouterr().out


@pytest.mark.parametrize("place", [0, 63, 64, 127])
def test_a_changed_signature(path, ada, tmp_path, place):
    sign(path, ada)
    row = json.loads(path.read_bytes().splitlines()[-1])
    value = row["sig"]["value"]
    changed = value[:place] + ("1" if value[place] == "0" else "0") + value[place + 1 :]
    path.write_bytes(path.read_bytes().replace(value.encode(), changed.encode()))
    assert check(path, listed(tmp_path / "signers", ada)) == 1


def test_a_signature_for_another_purpose(path, ada, tmp_path, monkeypatch):
    signers = listed(tmp_path / "signers", ada)
    with monkeypatch.context() as patched:
        patched.setattr(signatures, "NAMESPACE", "git")
        sign(path, ada)
    assert check(path, signers) == 1


def test_a_key_listed_for_another_purpose(path, ada, tmp_path):
    sign(path, ada)
    assert check(path, listed(tmp_path / "one", ada, options='namespaces="git" ')) == 1
    ours = f'namespaces="{signatures.NAMESPACE}" '
    assert check(path, listed(tmp_path / "two", ada, options=ours)) == 0


def test_an_unknown_key(path, ada, tmp_path, capsys):
    sign(path, ada)
    eve = made_key(tmp_path, "eve")
    signers = listed(tmp_path / "signers", ada)
    sign(path, eve)
    assert check(path, signers) == 1
    assert "which signers does not list" in capsys.readouterr().out
    assert check(path, listed(signers, ada, eve)) == 0


def test_a_revoked_and_an_expired_key(path, ada, tmp_path):
    sign(path, ada)
    signers = listed(tmp_path / "signers", ada)
    revoked = tmp_path / "revoked"
    revoked.write_bytes(ada.with_name("ada.pub").read_bytes())
    assert check(path, signers, "--revoked", revoked) == 1
    revoked.write_bytes(made_key(tmp_path, "bob").with_name("bob.pub").read_bytes())
    assert check(path, signers, "--revoked", revoked) == 0
    assert check(path, listed(tmp_path / "old", ada, options='valid-before="20200101" ')) == 1


def test_what_cannot_sign(path, tmp_path, ada, monkeypatch):
    before = path.read_bytes()
    with pytest.raises(ProvenanceError, match="is no Ed25519 key"):
        sign(path, made_key(tmp_path, "ec", "ecdsa"))
    with pytest.raises(ProvenanceError, match="cannot sign"):
        sign(path, tmp_path / "none")
    with pytest.raises(ProvenanceError, match="holds no record"):
        sign(tmp_path / "new.prov.jsonl", ada)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProvenanceError, match="ssh-keygen is not installed"):
        sign(path, ada)
    monkeypatch.undo()
    assert path.read_bytes() == before
    path.write_bytes(before + b"damage\n")
    with pytest.raises(LogDamagedError, match="does not verify"):
        sign(path, ada)


def test_without_ssh_keygen_it_is_not_checkable(path, ada, tmp_path, monkeypatch):
    signers = listed(tmp_path / "signers", ada)
    sign(path, ada)
    monkeypatch.setenv("PATH", "")
    assert (check(path, signers), check(path, signers, "--strict")) == (0, 3)
    monkeypatch.undo()
    assert check(path, tmp_path / "none", "--strict") == 3
    assert verify(path).level == 0


def test_as_a_verb(path, ada, capsys):
    assert cli(["sign", str(path), "--key", str(ada)]) == 0
    head = scan(path).head
    assert head is not None
    assert capsys.readouterr().out == f"{path}: 4 records, signed head {head[7:19]}\n"
