"""The locks of requirements: that they fit what they are made from, and that a misfit is noticed offline."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")


def check(root: Path) -> tuple[int, str]:
    command = [sys.executable, str(root / ".ci" / "lock"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with the lock script and what it reads."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "lock", tmp_path / ".ci" / "lock")
    for path in ROOT.glob("requirements*"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def test_the_locks_fit() -> None:
    assert check(ROOT) == (0, "The locks fit their .in files.\n")


@pytest.mark.parametrize(
    ("old", "new"), [("rich==15.0.0", "rich==14.0.0"), ("rich==15.0.0\n", ""), ("\n", "\n\n")]
)
def test_a_changed_in_file_is_noticed(copied: Path, old: str, new: str) -> None:
    declared = copied / "requirements.in"
    assert old in declared.read_text()
    declared.write_text(declared.read_text().replace(old, new, 1))
    code, said = check(copied)
    assert code == 1
    assert "requirements.txt was made from another requirements.in" in said


def test_a_pin_missing_from_the_lock_is_noticed(copied: Path) -> None:
    lock = copied / "requirements.txt"
    lock.write_text(re.sub(r"^httpx==.*\n", "", lock.read_text(), flags=re.MULTILINE))
    assert check(copied) == (1, "requirements.txt does not pin httpx to 0.28.1.\n")


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_one_exact_version(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    odd = [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .+)?", line)]
    assert odd == (["-e ."] if name == "requirements.txt" else [])


def test_both_locks_agree() -> None:
    first, second = (
        dict(re.findall(r"^([a-z0-9-]+)==([\w.]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in LOCKS
    )
    shared = first.keys() & second.keys()
    assert {name: first[name] for name in shared} == {name: second[name] for name in shared}


def test_versions_with_known_holes_are_left_behind() -> None:
    text = (ROOT / "requirements.txt").read_text("utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==([\d.]+)", text, re.MULTILINE))
    assert tuple(map(int, locked["starlette"].split("."))) >= (1, 1)
    assert tuple(map(int, locked["python-multipart"].split("."))) >= (0, 0, 22)
