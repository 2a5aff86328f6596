"""Where this machine has a Chromium: for tests, measurements and pictures."""

import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def chromium() -> str:
    """Ends the program with a sentence where there is none."""
    return find_chromium() or sys.exit(
        "There is no Chromium on this machine. Install it, then run this again."
    )
