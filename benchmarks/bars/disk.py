"""A disk that takes its time: each fsync of a program made to last some milliseconds longer."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

MILLISECONDS = 5
SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int slowly(const char *name, int file) {
    struct timespec pause = {0, %d * 1000000L};
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    nanosleep(&pause, 0);
    return real(file);
}
int fsync(int file) { return slowly("fsync", file); }
int fdatasync(int file) { return slowly("fdatasync", file); }
"""


def slow_disk(folder: Path, milliseconds: int = MILLISECONDS) -> dict[str, str]:
    """What to put into a program's environment; empty where no compiler makes the little library. Linux."""
    compiler = shutil.which("cc")
    if compiler is None:
        return {}
    folder.mkdir(parents=True, exist_ok=True)
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(SOURCE % milliseconds)
    made = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"],
        capture_output=True,
        check=False,
    )
    return {} if made.returncode else {"LD_PRELOAD": str(library)}
