"""Files of text as people keep them: read whole, or a sentence why not."""

from __future__ import annotations

from pathlib import Path

from flowbook.errors import UnreadableFile

SIZE_LIMIT = 32_000_000
"""Bytes; each reader has a limit of its own besides, by characters."""


def text_of(path: Path) -> str:
    """Raises UnreadableFile, without opening what is no plain file."""
    try:
        size = path.stat().st_size if path.is_file() else -1
        if 0 <= size <= SIZE_LIMIT:
            return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        told = "This is no text in UTF-8. Save the file in that encoding."
        raise UnreadableFile(told, path=path.as_posix(), place=f"line {line}") from None
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror}.", path=path.as_posix()) from None
    told = f"The file has {size:,} bytes; {SIZE_LIMIT:,} is the most." if size > 0 else "This is no file."
    raise UnreadableFile(told, path=path.as_posix())
