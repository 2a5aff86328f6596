"""The pytest fixtures `botapi`, a fresh double, and `salon`, one with a bot and a customer."""

from collections.abc import Iterator

import pytest

from tests.botapi.running import Botapi, running
from tests.botapi.salon import Salon


@pytest.fixture
def botapi() -> Iterator[Botapi]:
    with running() as double:
        yield double


@pytest.fixture
def salon(botapi: Botapi) -> Salon:
    return Salon(botapi)
