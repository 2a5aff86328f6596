"""In whose name changes are written down: what a person calls themselves in the settings."""

from __future__ import annotations

from builder import preferences


def author() -> str:
    """Empty until somebody has said who they are."""
    return str(preferences.read().get("name", ""))


def sign_as(name: str) -> None:
    preferences.write(name=name.strip()[:80])
