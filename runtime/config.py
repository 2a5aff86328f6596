"""What the runtime is told from outside: the environment's FLOWBOOK_ variables, and --data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from flowbook.errors import FlowbookError

PREFIX = "FLOWBOOK_"
CHOOSE = {"log_level": "Choose DEBUG, INFO, WARNING or ERROR"}
"""Said in place of msgspec's own words."""


class Settings(Struct, frozen=True):
    """`call_hosts` are the only hosts that flows may call; empty means any on the public internet.
    `call_private` are host:port pairs that may be called although they are not public. `poll_seconds` is how
    long Telegram may hold a question for updates open. On `health_port` of loopback it answers /healthz and
    /metrics; 0 is nowhere."""

    data: Path = Path("data")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    poll_seconds: Annotated[int, Meta(ge=1, le=50)] = 25
    health_port: Annotated[int, Meta(ge=0, le=65535)] = 0
    call_hosts: frozenset[str] = frozenset()
    call_private: frozenset[str] = frozenset()


class WrongSetting(FlowbookError):
    """A variable of the environment that means nothing here."""


def settings_of(environment: Mapping[str, str], data: Path | None = None) -> Settings:
    """`data` goes before the variable. Lists are separated by commas. Raises WrongSetting."""
    names = [name for name in Settings.__struct_fields__ if PREFIX + name.upper() in environment]
    given: dict[str, Any] = {name: _plain(name, environment[PREFIX + name.upper()]) for name in names}
    if data:
        given["data"] = data
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        said, _, place = str(error).partition(" - at `$.")
        name = place.rstrip("`")
        raise WrongSetting(f"{PREFIX}{name.upper()}: {CHOOSE.get(name, said)}.") from None


def _plain(name: str, text: str) -> Any:
    if name == "log_level":
        return text.upper()
    if name.startswith("call_"):
        return [part.strip().lower() for part in text.split(",") if part.strip()]
    return text


def _path(kind: type, value: Any) -> Any:
    """The one type that msgspec does not know."""
    assert kind is Path
    return Path(value)
