"""A copy of the repository's shell in which installation, builder and runtime are stand-ins."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAND_INS = {
    "flowbook/__main__.py": """
        import os, pathlib, sys
        if os.environ.get("INIT") == "fails":
            sys.exit("The table customers is missing.")
        data = pathlib.Path(sys.argv[sys.argv.index("--data") + 1])
        (data / "flows").mkdir(exist_ok=True)
        """,
    "streamlit/__main__.py": """
        import http.server, os, sys
        if os.environ.get("BUILDER") == "dies":
            sys.exit("ModuleNotFoundError: builder.screens")
        class Health(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(os.environ["FLOWBOOK_DATA"].encode())
        port = int(sys.argv[sys.argv.index("--server.port") + 1])
        address = sys.argv[sys.argv.index("--server.address") + 1]
        http.server.HTTPServer((address, port), Health).serve_forever()
        """,
    "runtime/__main__.py": """
        import os, pathlib, signal, sys, time
        data = pathlib.Path(sys.argv[sys.argv.index("--data") + 1])
        if os.environ.get("RUNTIME") == "dies":
            sys.exit("Another poller is running.")
        def stop(*_):
            (data / "runtime-stopped").touch()
            sys.exit(0)
        signal.signal(signal.SIGTERM, stop)
        (data / "runtime-pid").write_text(str(os.getpid()))
        while True:
            time.sleep(0.05)
        """,
    "pip/__init__.py": "",
    "pip/__main__.py": """
        import json, os, pathlib, sys
        pathlib.Path("pip-was-asked.json").write_text(json.dumps(sys.argv[1:]))
        print("Collecting streamlit==1.0")
        sys.exit(os.environ.get("PIP_SAYS", 0))
        """,
    "pytest/__main__.py": """
        import sys
        print("asked for", sys.argv[1:])
        sys.exit(3)
        """,
}


class Tree:
    """A copy of the repository's shell with stand-ins, and ways to run it."""

    def __init__(self, root: Path) -> None:
        self.root, self.data = root, root / "my data"
        self.started: list[subprocess.Popen[str]] = []
        shutil.copytree(ROOT / "launch", root / "launch")
        for name in ("run.py", "pyproject.toml", *(p.name for p in ROOT.glob("requirements*"))):
            shutil.copy(ROOT / name, root / name)
        for name, text in STAND_INS.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text("\n".join(line[8:] for line in text.splitlines()), "utf-8")
        venv.create(root / ".venv", symlinks=os.name != "nt")

    def popen(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "run.py", *arguments],
            cwd=self.root,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def stop(self) -> None:
        """Ends what a failed test left running; run.py then ends its children."""
        for process in self.started:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=15)

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        process = self.popen(*arguments, **environment)
        said, _ = process.communicate(timeout=60)
        return process.returncode, said

    def serve(self, port: int, **environment: str) -> subprocess.Popen[str]:
        options = ("--data", str(self.data), "--port", str(port), "--no-browser")
        return self.popen(*options, **environment)
