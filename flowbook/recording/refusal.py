"""Why a talk cannot be made into a test."""

from __future__ import annotations

from flowbook.errors import FlowbookError


class NotRecorded(FlowbookError):
    """The sentence says what stands in the way."""
