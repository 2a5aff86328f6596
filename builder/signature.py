"""In whose name changes are written down: what a person calls themselves in the settings."""

from __future__ import annotations

from builder import preferences


def author() -> str:
    """Empty until somebody has said who they are."""
    return str(preferences.read().get("name", ""))


def is_owner() -> bool:
    """Whoever sits at this machine, until there is sign-in."""
    return True


def sign_as(name: str) -> None:
    preferences.write(name=name.strip()[:80])
