"""Starts the command line."""

from __future__ import annotations

from flowbook.cli.app import main

if __name__ == "__main__":
    main()
