"""What the builder's server tells browsers of itself: dialogs about a lost connection are ours to say."""

from __future__ import annotations

import json
import urllib.request

import pytest

from tests.browser import Builder

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_the_browser_is_told_to_open_no_dialog_when_the_connection_is_lost(
    builder: Builder, coding: str
) -> None:
    asked = urllib.request.Request(
        f"{builder.address}/_stcore/host-config", headers={"Accept-Encoding": coding}
    )
    with urllib.request.urlopen(asked) as answer:
        told = json.load(answer)
    assert told["blockErrorDialogs"] is True
    assert "allowedOrigins" in told
