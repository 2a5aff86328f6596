"""Flowbook as a service: units, command and guide agree, and nobody becomes root by them."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from launch.children import builder_command
from tests.sources import ROOT

RUNTIME, BUILDER = ROOT / "runtime" / "flowbook.service", ROOT / "builder" / "flowbook-builder.service"
COMMAND = ROOT / "launch" / "flowbook"
DATA = "/var/lib/flowbook/data"
GUIDE = ROOT / "docs" / "owners-guide.md"
CLOSED = ("UMask", "CapabilityBoundingSet", "NoNewPrivileges", "MemoryDenyWriteExecute")


def service(unit: Path) -> dict[str, str]:
    read = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(unit, "utf-8")
    return dict(read["Service"])


def test_the_builder_is_started_as_run_py_starts_it() -> None:
    python, *words = shlex.split(service(BUILDER)["ExecStart"])
    assert python == "/opt/flowbook/.venv/bin/python"
    assert words == builder_command(8501)


@pytest.mark.parametrize("unit", [RUNTIME, BUILDER], ids=lambda path: path.stem)
def test_who_takes_a_service_over_gets_its_data_and_no_more(unit: Path) -> None:
    held = service(unit)
    assert (held["User"], held["Group"], held["StateDirectory"]) == ("flowbook", "flowbook", "flowbook")
    assert (held["ProtectSystem"], held["ProtectHome"]) == ("strict", "true")
    assert "ReadWritePaths" not in held
    protected = {name: value for name, value in held.items() if name.startswith(("Protect", "Restrict"))}
    other = service(BUILDER if unit == RUNTIME else RUNTIME)
    both = {name: held[name] for name in (*protected, *CLOSED) if name in other}
    assert len(both) > 12
    assert both == {name: other[name] for name in both}


def test_units_and_command_work_on_one_folder_with_room_beside_it_for_a_restore() -> None:
    assert f"--data {DATA}" in service(RUNTIME)["ExecStart"]
    assert f"FLOWBOOK_DATA={DATA} " in service(BUILDER)["Environment"]
    assert Path(DATA).parent == Path("/var/lib") / service(RUNTIME)["StateDirectory"]
    assert f"FLOWBOOK_DATA={DATA}\n" in COMMAND.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="a server's shell")
@pytest.mark.parametrize("number", [0, 1000])
def test_the_command_gives_root_up_before_anything_of_flowbooks_runs(tmp_path: Path, number: int) -> None:
    stand_ins = {"id": f"echo {number}", "runuser": 'echo "$@" on $FLOWBOOK_DATA'}
    for name, body in stand_ins.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    around = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "SUDO_USER": "ruta"}
    done = subprocess.run(
        ["sh", COMMAND, "doctor", "--offline"], env=around, capture_output=True, text=True, check=False
    )
    if number:
        assert (done.returncode, done.stdout) == (1, "")
        assert "Write: sudo flowbook doctor --offline" in done.stderr
    else:
        ran = "env LOGNAME=ruta /opt/flowbook/.venv/bin/python -m flowbook doctor --offline"
        assert done.stdout == f"-u flowbook -- {ran} on {DATA}\n"


def test_the_guide_lets_root_run_nothing_that_the_services_user_can_change() -> None:
    lines = [line.strip() for line in GUIDE.read_text("utf-8").splitlines()]
    as_root = [line for line in lines if line.startswith("sudo ")]
    assert len(as_root) > 10
    assert [line for line in as_root if ".venv" in line or "chown" in line or "-u flowbook" in line] == []
    copied = {
        word
        for line in as_root
        for word in line.split()
        if word.startswith(("runtime/", "builder/", "launch/"))
    }
    assert copied == {str(path.relative_to(ROOT)) for path in (RUNTIME, BUILDER, COMMAND)}
    assert "sudo install -m 600 /dev/null /etc/flowbook.env" in as_root


def test_systemd_knows_every_word_of_the_builders_unit() -> None:
    verify = shutil.which("systemd-analyze")
    if not verify:
        pytest.skip("there is no systemd here")
    command = [verify, "verify", "--man=no", str(BUILDER)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert [line for line in said.splitlines() if BUILDER.name in line and "Unknown" in line] == []
