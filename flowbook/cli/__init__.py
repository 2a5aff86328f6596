"""The command line: `python -m flowbook`."""
