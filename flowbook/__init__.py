"""Flowbook's kernel: what a flow is, what it does, how it is tested."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowbook.api import open_flow

__version__ = "0.1.0"
__all__ = ["__version__", "open_flow"]


def __getattr__(name: str) -> Any:
    """`flowbook.open_flow` is there for whoever asks, and costs nobody else anything."""
    if name == "open_flow":
        from flowbook.api import open_flow

        return open_flow
    raise AttributeError(f"module 'flowbook' has no attribute {name!r}")
