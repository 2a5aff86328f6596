"""What the runtime is told from outside: the environment's FLOWBOOK_ variables, and --data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Hosts = Annotated[frozenset[str], NoDecode]


class Settings(BaseSettings):
    """`call_hosts` are the only hosts that flows may call; empty means any on the public internet.
    `call_private` are host:port pairs that may be called although they are not public. Lists are separated by
    commas. `poll_seconds` is how long Telegram may hold a question for updates open. On `health_port` of
    loopback it answers /healthz and /metrics; 0 is nowhere."""

    model_config = SettingsConfigDict(env_prefix="FLOWBOOK_", frozen=True)

    data: Path = Path("data")
    log_level: str = "INFO"
    poll_seconds: int = Field(default=25, ge=1, le=50)
    health_port: int = Field(default=0, ge=0, le=65535)
    call_hosts: Hosts = frozenset()
    call_private: Hosts = frozenset()

    @field_validator("call_hosts", "call_private", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip().lower() for part in value.split(",") if part.strip())
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        level = value.upper()
        if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("choose DEBUG, INFO, WARNING or ERROR")
        return level
