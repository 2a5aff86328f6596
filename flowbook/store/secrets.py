"""The key that bot tokens are locked with: from the environment, or from a file only its owner can read."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from flowbook.errors import StoreError

VARIABLE = "FLOWBOOK_KEY"
FILE = "secret.key"
UNREADABLE = "The token cannot be read"


def lock(data: Path, secret: str) -> bytes:
    return _keys(data).encrypt(secret.encode())


def unlock(data: Path, locked: bytes) -> str:
    """Raises StoreError, which begins with UNREADABLE, when the key is not the one it was locked with."""
    try:
        return _keys(data).decrypt(locked).decode()
    except InvalidToken:
        other = f"{_where(data)} is not the key it was stored with."
        why = f"{other} Put the right key back, or paste the token again."
    except StoreError as error:
        why = str(error)
    except OSError as error:
        why = f"{_where(data)} cannot be opened ({error.strerror})."
    raise StoreError(f"{UNREADABLE}: {why}")


def _keys(data: Path) -> MultiFernet:
    """Several keys, one a line or separated by commas: the first one locks, all of them unlock."""
    text = os.environ.get(VARIABLE) or _from_file(data / FILE)
    try:
        return MultiFernet([Fernet(key) for key in text.replace(",", " ").split()])
    except ValueError:
        raise StoreError(
            f"{_where(data)} holds no key. A key is what this prints: python -c "
            '"from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
        ) from None


def _from_file(path: Path) -> str:
    if not path.exists():
        _make(path)
    return path.read_text("ascii", errors="replace")


def _make(path: Path) -> None:
    """Written aside and linked into place, so that two programs that start together agree on one key."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _where(data: Path) -> str:
    return f"the variable {VARIABLE}" if os.environ.get(VARIABLE) else f"the file {data / FILE}"
