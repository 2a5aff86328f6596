"""Whether the machine has run without a break since the program was here before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LINUX = Path("/proc/sys/kernel/random/boot_id")
APPLE = ("/usr/sbin/sysctl", "-n", "kern.bootsessionuuid")


def name_of_this_run() -> str:
    """Another one after each start of the machine; empty where the system gives it none. A moment is no
    name: clocks are set, and some begin anew with each start."""
    try:
        if sys.platform == "darwin":
            return subprocess.run(APPLE, capture_output=True, text=True, timeout=5, check=True).stdout.strip()
        return LINUX.read_text("ascii").strip()
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
