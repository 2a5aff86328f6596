"""Where Flowbook is to run: a port that is free and a data folder that can be written to."""

import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from launch.console import Refusal, progress
from launch.packages import PYTHON, ROOT, last_lines

ADDRESS = "127.0.0.1"
PORTS = range(1, 65536)


def init_command(data: Path) -> list[str]:
    return ["-m", "flowbook", "init", "--data", str(data)]


def check_host(host: str) -> None:
    if host not in (ADDRESS, "localhost"):
        raise Refusal(
            f"Flowbook listens on {ADDRESS} only until it has sign-in: whoever reached {host} could change "
            "your flows. Leave --host out."
        )


def check_port(port: int) -> None:
    if port not in PORTS:
        raise Refusal(f"There is no port {port}. Take one from 1024 to 65535, such as --port 8501")
    if not is_free(port):
        near = range(port + 1, min(port + 100, PORTS.stop))
        other = next((candidate for candidate in near if is_free(candidate)), 8601)
        raise Refusal(
            f"Port {port} is taken, perhaps by a Flowbook that already runs: see http://{ADDRESS}:{port}. "
            f"To start another one, add --port {other}"
        )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # SO_REUSEADDR: a port given back a moment ago is free. On Windows the option means the opposite.
        option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
        probe.setsockopt(socket.SOL_SOCKET, option, 1)
        with suppress(OSError):
            probe.bind((ADDRESS, port))
            return True
    return False


def ensure_writable(data: Path) -> None:
    """Makes the data folder and its logs folder, and tries a file there."""
    try:
        (data / "logs").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data / "logs"):
            pass
    except OSError as problem:
        raise Refusal(
            f"The data folder {data} cannot be written to ({problem.strerror}). "
            "Choose another one with --data DIR"
        ) from None


def fill(data: Path) -> None:
    """Puts sample flows and customers into a new data folder; leaves a full one as it is."""
    with progress("Looking after the data folder"):
        done = subprocess.run(
            [PYTHON, *init_command(data)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if done.returncode:
        raise Refusal(
            f"The data folder {data} could not be filled:\n{last_lines(done.stderr or done.stdout)}"
        )
