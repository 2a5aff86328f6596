"""A token is checked with getMe before it is kept."""

import pytest

from flowbook.errors import StoreError
from flowbook.store.accounts import ask_account
from tests.botapi import Botapi


def test_a_token_is_answered_with_name_and_link(botapi: Botapi) -> None:
    bot = botapi.control.add_bot("hello_bot", name="Hello")
    account = ask_account(bot.token, botapi.address)
    assert (account.id, account.name, account.link) == (str(bot.id), "Hello", "https://t.me/hello_bot")


def test_a_refused_token_is_not_repeated_in_the_sentence(botapi: Botapi) -> None:
    token = "123456:" + "x" * 35
    with pytest.raises(StoreError, match="does not know this token") as caught:
        ask_account(token, botapi.address)
    assert token not in str(caught.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "no address at all"])
def test_a_server_that_is_not_there_is_said_so(address: str) -> None:
    with pytest.raises(StoreError, match=r"did not answer|no address"):
        ask_account("123456:" + "x" * 35, address)
