"""The .venv folder: made once, filled from the locks, and left alone while its stamp still fits."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from launch.console import Progress, Refusal, progress

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "flowbook-installed.json"
INSTALL_LOG = VENV / "flowbook-install.log"
LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"
# The project's own installation follows from these.
DECLARATION = (ROOT / "pyproject.toml", ROOT / "requirements.in")
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
OFFLINE_SIGNS = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Max retries",
    "No matching distribution",
)


def ensure_packages(locks: Sequence[Path]) -> None:
    """Installs the locks into .venv, unless the stamp says that exactly this was done; raises Refusal."""
    wanted = {lock.name: fingerprint(lock) for lock in locks}
    if wanted.items() <= read_stamp().items():
        return
    ensure_venv()
    install(locks)
    # Read again: making .venv anew has taken an older stamp with it.
    STAMP.write_text(json.dumps(read_stamp() | wanted), "utf-8")


def fingerprint(lock: Path) -> str:
    """What an installation hangs on: the lock, our own declaration, this folder and this Python."""
    parts = [str(ROOT), VERSION, *(path.read_text("utf-8") for path in (lock, *DECLARATION))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Lock name -> fingerprint of what is installed; empty where .venv cannot be used."""
    try:
        return dict(json.loads(STAMP.read_text("utf-8"))) if PYTHON.exists() else {}
    except (OSError, ValueError):
        return {}


def ensure_venv() -> None:
    """Makes .venv where there is none, or where it is another Python's or was left half made."""
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        cure = f"On Debian and Ubuntu run: sudo apt install python{VERSION}-venv"
        raise Refusal(f"This Python lacks its venv module. {cure}")
    if venv_is_usable():
        return
    with progress("Making .venv"):
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        made = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if made.returncode:
        reason = last_lines(made.stderr or made.stdout, 1) or f"exit code {made.returncode}"
        raise Refusal(f"{VENV} cannot be made ({reason}). Put Flowbook in a folder that you may write to.")


def venv_is_usable() -> bool:
    asks = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    with suppress(OSError):
        answer = subprocess.run([PYTHON, "-c", asks], capture_output=True, text=True, check=False)
        return answer.stdout.strip() == VERSION
    return False


def install(locks: Sequence[Path]) -> None:
    """Has pip install what the locks name and nothing else; its own words go to INSTALL_LOG."""
    expected = sum("==" in line for lock in locks for line in lock.read_text("utf-8").splitlines())
    named = [part for lock in locks for part in ("-r", str(lock))]
    quiet = ["--no-input", "--progress-bar", "off", "--disable-pip-version-check"]
    command = [str(PYTHON), "-m", "pip", "install", "--no-deps", *quiet, *named]
    print("Installing the packages: once, one to three minutes.", flush=True)
    with (
        progress("Installing") as shown,
        INSTALL_LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as pip,
    ):
        assert pip.stdout is not None
        try:
            follow(pip.stdout, log, shown, expected)
        except BaseException:
            pip.terminate()
            raise
    if pip.returncode:
        raise Refusal(why_pip_failed(INSTALL_LOG.read_text("utf-8")))


def compile_code() -> None:
    """For those who run the program and may not write beside it: each of their starts would compile it anew,
    which takes seconds."""
    folders = [ROOT / name for name in ("flowbook", "builder", "runtime")]
    subprocess.run([str(PYTHON), "-m", "compileall", "-qq", *map(str, folders)], cwd=ROOT, check=False)


def follow(lines: Iterable[str], log: TextIO, shown: Progress, expected: int) -> None:
    """Copies pip's lines to the log and tells from them how far it is."""
    seen = 0
    for line in lines:
        log.write(line)
        if line.startswith(("Collecting ", "Requirement already ")):
            seen += 1
            name = line.split()[1].partition("==")[0] if line.startswith("Collecting") else ""
            shown.detail = f"{seen} of about {expected} packages  {name}".rstrip()
        elif line.startswith("Installing collected packages"):
            shown.detail = f"unpacking {line.count(',') + 1} packages"


def why_pip_failed(said: str) -> str:
    """A sentence or two for a person, from all that pip printed."""
    if "No space left on device" in said:
        return "The disk is full; the packages need about 1 GB. Make room and run this again."
    if any(sign in said for sign in OFFLINE_SIGNS):
        return (
            "The packages cannot be downloaded: this machine does not reach the package index. "
            "Connect it to the internet and run this again; behind a proxy, set HTTPS_PROXY first. "
            f"What pip said is in {INSTALL_LOG}."
        )
    return (
        f"pip could not install the packages. Its last lines (all are in {INSTALL_LOG}):\n{last_lines(said)}"
    )


def last_lines(text: str, count: int = 10) -> str:
    return "\n".join(text.strip().splitlines()[-count:])
