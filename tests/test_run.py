"""run.py as a person meets it: starting, stopping, and every sentence with which it refuses.

Installation, builder and runtime are stand-ins in a copy of the tree; what is tested is run.py and launch/.
"""

import ast
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch import children, console, packages
from tests.shell import ROOT, Tree

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    tree = Tree(tmp_path)
    yield tree
    tree.stop()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"“{words}” was never said, only:\n{said}")


def read_when_written(path: Path) -> str:
    deadline = time.monotonic() + 20
    while not (path.exists() and path.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.01)
    return path.read_text()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@POSIX_ONLY
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_starts_both_says_where_and_stops_both(tree: Tree, port: int, number: signal.Signals) -> None:
    process = tree.serve(port)
    read_until(process, f"http://127.0.0.1:{port}")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/")
    assert connection.getresponse().read().decode() == str(tree.data)
    connection.close()
    runtime = int(read_when_written(tree.data / "runtime-pid"))
    process.send_signal(number)
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, said.splitlines()[-1]) == (0, "Stopped.")
    assert (tree.data / "runtime-stopped").exists()
    assert not is_alive(runtime)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


@POSIX_ONLY
def test_a_second_start_installs_nothing_and_may_follow_at_once(tree: Tree, port: int) -> None:
    asked = tree.root / "pip-was-asked.json"
    for installs in (True, False):
        process = tree.serve(port)
        read_until(process, "Flowbook is at")
        process.terminate()
        process.communicate(timeout=60)
        assert asked.exists() is installs
        asked.unlink(missing_ok=True)


def test_a_changed_lock_is_installed(tree: Tree, port: int) -> None:
    asked = tree.root / "pip-was-asked.json"
    tree.run("test")
    asked.unlink()
    assert tree.run("test")[0] == 3
    assert not asked.exists()
    with (tree.root / "requirements-dev.txt").open("a") as lock:
        lock.write("another==1\n")
    tree.run("test")
    assert asked.exists()


@pytest.mark.parametrize(
    ("name", "last_words"),
    [("builder", "ModuleNotFoundError: builder.screens"), ("runtime", "Another poller is running.")],
)
def test_a_child_that_dies_is_named_with_its_last_words(
    tree: Tree, port: int, name: str, last_words: str
) -> None:
    (tree.data / "logs").mkdir(parents=True)
    log = tree.data / "logs" / f"{name}.log"
    log.write_text("a line of last week\n")
    process = tree.serve(port, **{name.upper(): "dies"})
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"The {name} ended by itself" in said
    assert last_words in said
    assert str(log) in said
    assert "last week" not in said
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_a_child_that_does_not_listen_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(children, "SECONDS_TO_STOP", 0.2)
    (tmp_path / "logs").mkdir()
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on'); time.sleep(60)"
    child = children.start("runtime", ["-c", deaf], tmp_path)
    assert read_when_written(child.log) == "on\n"
    children.stop([child])
    assert child.process.poll() is not None


def test_a_taken_port_is_named_and_another_suggested(tree: Tree) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = tree.run("--port", str(port), "--data", str(tree.data))
    assert code == 1
    assert f"Port {port} is taken" in said
    suggested = int(said.rsplit("--port", 1)[1])
    assert port < suggested < 65536


def test_a_folder_that_cannot_be_written_to(tree: Tree, port: int) -> None:
    (tree.root / "file").touch()
    code, said = tree.run("--data", str(tree.root / "file" / "data"), "--port", str(port))
    assert code == 1
    assert "cannot be written to" in said
    assert "--data DIR" in said


def test_a_data_folder_that_cannot_be_filled(tree: Tree, port: int) -> None:
    code, said = tree.run("--data", str(tree.data), "--port", str(port), INIT="fails")
    assert code == 1
    assert "could not be filled" in said
    assert "The table customers is missing." in said


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_other_hosts_are_refused_until_there_is_sign_in(tree: Tree, host: str) -> None:
    code, said = tree.run("--host", host)
    assert code == 1
    assert "sign-in" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("pip_says", "sentence"),
    [
        (
            "WARNING: NewConnectionError(Failed to establish a new connection)",
            "does not reach the package index",
        ),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("error: something else", "error: something else"),
    ],
)
def test_a_failed_installation_is_told_and_tried_again(
    tree: Tree, port: int, pip_says: str, sentence: str
) -> None:
    for _ in range(2):
        code, said = tree.run("--port", str(port), "--data", str(tree.data), PIP_SAYS=pip_says)
        assert code == 1
        assert sentence in said


def test_install_installs_and_compiles_and_starts_nothing(tree: Tree) -> None:
    code, said = tree.run("install")
    assert (code, said.splitlines()[-1]) == (0, f"Flowbook is installed in {tree.root}.")
    assert (tree.root / "pip-was-asked.json").exists()
    assert list((tree.root / "runtime" / "__pycache__").glob("*.pyc"))
    assert not (tree.root / "data").exists()


def test_tests_get_both_locks_their_arguments_and_their_exit_code(tree: Tree) -> None:
    code, said = tree.run("test", "--long", "-k", "some words")
    assert code == 3
    assert "'--long', '-k', 'some words']" in said
    asked = json.loads((tree.root / "pip-was-asked.json").read_text())
    assert {Path(word).name for word in asked} >= {"requirements.txt", "requirements-dev.txt"}


def test_old_pythons_can_read_run_py_and_are_told(tmp_path: Path) -> None:
    source = (ROOT / "run.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 6))
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); runpy.run_path(sys.argv[1])"
    # Without launch/ beside it: what is newer must not be reached.
    (tmp_path / "run.py").write_text(source, "utf-8")
    command = [sys.executable, "-c", pretend, str(tmp_path / "run.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Flowbook needs Python 3.11 or newer; this is 3.9.")
    assert len(done.stderr.splitlines()) == 1


def test_a_python_without_venv_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("launch.packages.importlib.util.find_spec", lambda name: None)
    with pytest.raises(console.Refusal, match=r"sudo apt install python3\.\d+-venv"):
        packages.ensure_venv()


def test_the_progress_follows_pip(tmp_path: Path) -> None:
    shown = console.Progress("Installing")
    details = []
    lines = ["Collecting rich==15.0.0\n", "  Downloading rich\n", "Installing collected packages: a, b, c\n"]
    with (tmp_path / "log").open("w") as log:
        for line in lines:
            packages.follow([line], log, shown, 60)
            details.append(shown.detail)
    assert details[0] == details[1] == "1 of about 60 packages  rich"
    assert details[2] == "unpacking 3 packages"
    assert (tmp_path / "log").read_text() == "".join(lines)
