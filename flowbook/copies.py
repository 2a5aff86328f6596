"""Frozen structs copied with some fields changed."""

from msgspec.structs import replace as altered

__all__ = ["altered"]
