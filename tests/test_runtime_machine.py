"""What the runtime and the machine's own programs know of each other: a run's name, the unit, exit codes."""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flowbook.store import FILE
from runtime import machine
from runtime.__main__ import DAMAGED, MISSET
from tests.runtime_process import ROOT, RuntimeProcess


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux names its runs in a file")
def test_two_looks_find_the_same_name() -> None:
    assert machine.name_of_this_run() == machine.name_of_this_run() != ""


def test_a_system_without_a_name_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LINUX", tmp_path / "nothing")
    monkeypatch.setattr(machine, "APPLE", (str(tmp_path / "nothing"),))
    assert machine.name_of_this_run() == ""


def unit() -> dict[str, str]:
    read = configparser.RawConfigParser(strict=False, delimiters=("=",))
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(ROOT / "runtime" / "flowbook.service", "utf-8")
    return dict(read["Service"])


def test_the_unit_lets_the_run_s_name_be_read() -> None:
    """With only processes in /proc, whatever was marked before a kill would be in doubt after it."""
    assert machine.LINUX.parts[:3] == ("/", "proc", "sys")
    assert unit().get("ProcSubset", "all") == "all"


def test_the_unit_does_not_start_again_what_only_a_person_can_mend() -> None:
    service = unit()
    assert service["Restart"] == "always"
    assert set(map(int, service["RestartPreventExitStatus"].split())) == {DAMAGED, MISSET}


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_what_only_a_person_can_mend_has_exit_codes_of_its_own(tmp_path: Path) -> None:
    misset = RuntimeProcess(tmp_path / "one", FLOWBOOK_POLL_SECONDS="often")
    damaged = RuntimeProcess(tmp_path / "two")
    damaged.data.mkdir()
    (damaged.data / FILE).write_bytes(b"no database at all" * 100)
    ends = []
    for runtime in (misset, damaged):
        runtime.start()
        assert runtime.process is not None
        ends.append(runtime.process.wait(20))
    assert ends == [MISSET, DAMAGED]
    assert damaged.said() == "The file flowbook.db is not a database. Restore the last backup.\n"


DYING = """
import sys, runtime.__main__ as program
def serve(*_):
    raise RuntimeError("https://api.telegram.org/bot4242%3a{secret}/getMe")
program.serve = serve
sys.exit(program.main())
"""


def test_a_token_in_what_the_program_dies_of_is_in_no_log(tmp_path: Path) -> None:
    """Neither in the log's own line nor in a traceback behind it."""
    secret = "AbC-dEf_123" * 3
    command = [sys.executable, "-c", DYING.format(secret=secret), "--data", str(tmp_path / "data")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    said = ended.stdout + ended.stderr
    assert (ended.returncode, "RuntimeError" in said) == (1, True)
    assert secret not in said
