"""Starts Flowbook on this machine: installs it, opens the builder, runs the bots, until Ctrl+C.

python3 run.py                starts it
python3 run.py install        installs it and no more, for services that are started by the system
python3 run.py test [--long]  runs the tests; further words go to pytest
"""

# Old Pythons must get far enough in this file to say that they are too old; newer syntax lives in launch/.
import argparse
import io
import os
import shutil
import signal
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path

if sys.version_info < (3, 11):
    NEWER = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    CURE = "Start it so: " + NEWER[0] + " run.py" if NEWER else "Install a newer one from python.org."
    sys.exit("Flowbook needs Python 3.11 or newer; this is %d.%d. %s" % (*sys.version_info[:2], CURE))

from launch import children, packages, place
from launch.console import Refusal

# A file's tests stay together, for they share a server, and files keep the order of tests/conftest.py.
# `-n 0` runs all in one process.
WORKERS = ("-n", "auto", "--maxprocesses", "4")
SIDE_BY_SIDE = (*WORKERS, "--dist", "loadfile", "--no-loadscope-reorder")


def serve(data: Path, port: int, with_browser: bool) -> None:
    """Runs builder and runtime until a signal comes or one of them ends."""
    place.check_port(port)
    place.ensure_writable(data)
    packages.ensure_packages([packages.LOCK])
    place.fill(data)
    started = []
    try:
        started.append(children.start("builder", children.builder_command(port), data))
        started.append(children.start("runtime", children.runtime_command(data), data))
        children.wait_for_builder(port, started)
        address = f"http://{place.ADDRESS}:{port}"
        print(f"Flowbook is at {address}\nIts data is in {data}. Ctrl+C stops it.", flush=True)
        if with_browser and somebody_looks():
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        children.watch(started)
    finally:
        ignore_signals()
        children.stop(started)


def install() -> None:
    """Whoever runs it owns the program; the services' user need not be able to change it."""
    packages.ensure_packages([packages.LOCK])
    packages.compile_code()
    print(f"Flowbook is installed in {packages.ROOT}.")


def test(arguments: list[str]) -> int:
    packages.ensure_packages([packages.LOCK, packages.DEV_LOCK])
    command = [packages.PYTHON, "-m", "pytest", *SIDE_BY_SIDE, *arguments]
    return subprocess.call(command, cwd=packages.ROOT)


def somebody_looks() -> bool:
    """Whether a browser opens in front of a person; a text browser would take the terminal away."""
    if "SSH_CONNECTION" in os.environ or "CI" in os.environ:
        return False
    screen = "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return screen or sys.platform in ("win32", "darwin")


def stop_signals() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def listen_to_signals() -> None:
    for number in stop_signals():
        # nohup asks to outlive the terminal; a shell's "&" does not mean to make Ctrl+C deaf.
        if signal.getsignal(number) != signal.SIG_IGN or number == signal.SIGINT:
            signal.signal(number, interrupt)


def ignore_signals() -> None:
    for number in stop_signals():
        signal.signal(number, signal.SIG_IGN)


def read_options(arguments: list[str]) -> argparse.Namespace:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__, formatter_class=form)
    parser.add_argument("--data", type=Path, default=packages.ROOT / "data", help="data folder (here: data)")
    parser.add_argument("--port", type=int, default=8501, help="port of the builder (8501)")
    parser.add_argument("--host", default=place.ADDRESS, help="127.0.0.1 only, until there is sign-in")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    listen_to_signals()
    testing = arguments[:1] == ["test"]
    try:
        if testing:
            return test(arguments[1:])
        if arguments == ["install"]:
            install()
            return 0
        options = read_options(arguments)
        place.check_host(options.host)
        serve(options.data.expanduser().resolve(), options.port, not options.no_browser)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.")
        return 130 if testing else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
