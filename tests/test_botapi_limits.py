"""The Bot API double's limits and refusals, as the real telegram.Bot sees them."""

from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import RetryAfter

from tests.botapi.salon import PNG, Salon, one_button

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after")
MANY = InlineKeyboardMarkup([[InlineKeyboardButton(str(n), callback_data="x")] for n in range(101)])


def test_html_becomes_the_text_that_a_person_reads(salon: Salon) -> None:
    source = ' 😀<b>Big <i>sale</i></b> &lt;3 <a href="https://a.example/?a=1&amp;b=2">here</a> '
    message = salon.run(lambda bot: bot.send_message(salon.anna.id, source, parse_mode="HTML"))
    assert message.text == "😀Big sale <3 here"
    found = {entity.type: message.parse_entity(entity) for entity in message.entities}
    assert found == {"bold": "Big sale", "italic": "sale", "text_link": "here"}
    assert message.entities[-1].url == "https://a.example/?a=1&b=2"


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<b>no end", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a <foo>b</foo>", 'Unsupported start tag "foo" at byte offset 2'),
        ("я <b>x</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("3 < 4", "Unclosed start tag at byte offset 2"),
    ],
)
def test_broken_html_is_refused(salon: Salon, source: str, what: str) -> None:
    said = salon.refused(lambda bot: bot.send_message(salon.anna.id, source, parse_mode="HTML"))
    assert said.lower() == f"can't parse entities: {what}".lower()


@pytest.mark.parametrize(
    ("details", "what"),
    [
        ({"text": "x" * 4097}, "Message is too long"),
        ({"text": "  \n"}, "Message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "Message text is empty"),
        ({"text": "a", "parse_mode": "Wiki"}, "Unsupported parse_mode"),
        ({"text": "a", "reply_markup": one_button(callback_data="я" * 33)}, "Button_data_invalid"),
        ({"text": "a", "reply_markup": MANY}, "Reply markup is too long"),
        ({"text": "a", "reply_to_message_id": 999}, "Message to be replied not found"),
        ({"text": "a", "chat_id": 4040}, "Chat not found"),
    ],
)
def test_limits_of_a_text(salon: Salon, details: dict[str, Any], what: str) -> None:
    given = {"chat_id": salon.anna.id, **details}
    assert salon.refused(lambda bot: bot.send_message(**given)) == what
    assert salon.anna.received() == []


def test_what_is_just_within_the_limits_is_taken(salon: Salon) -> None:
    async def talk(bot: Bot) -> None:
        await bot.send_message(salon.anna.id, "x" * 4096, reply_markup=one_button(callback_data="я" * 32))
        await bot.send_photo(salon.anna.id, PNG, caption="c" * 1024)
        full = InlineKeyboardMarkup(MANY.inline_keyboard[:100])
        await bot.send_message(salon.anna.id, "x", reply_markup=full)

    salon.run(talk)
    long_caption = salon.refused(lambda bot: bot.send_photo(salon.anna.id, PNG, caption="c" * 1025))
    assert long_caption == "Message caption is too long"


@pytest.mark.parametrize(
    ("url", "why"), [("ftp://a.example", "Unsupported URL protocol"), ("not a link", "Wrong HTTP URL")]
)
def test_broken_links_in_buttons(salon: Salon, url: str, why: str) -> None:
    said = salon.refused(lambda bot: bot.send_message(salon.anna.id, "x", reply_markup=one_button(url=url)))
    assert said.lower() == f"inline keyboard button URL '{url}' is invalid: {why}".lower()


def test_a_button_without_an_action_is_refused(salon: Salon) -> None:
    said = salon.refused(lambda bot: bot.send_message(salon.anna.id, "x", reply_markup=one_button()))
    assert "text buttons are unallowed in the inline keyboard" in said


def test_the_pace_is_held_with_429(salon: Salon) -> None:
    control = salon.control
    control.set_pace()

    async def talk(bot: Bot) -> None:
        for number in range(3):
            await bot.send_message(salon.anna.id, str(number))
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(salon.anna.id, "too soon")
        control.advance(float(caught.value._retry_after.total_seconds()))
        await bot.send_message(salon.anna.id, "in time")

    salon.run(talk)
    assert salon.last().text == "in time"
    assert [call.status for call in control.calls("sendMessage")] == [200, 200, 200, 429, 200]
    assert control.busiest(0.5) == 3


def test_the_overall_pace_and_that_of_groups(salon: Salon) -> None:
    control = salon.control
    group_id = control.add_group("Staff")
    people = [control.customer(f"C{n}") for n in range(31)]
    for person in people:
        person.start()
    control.set_pace()

    async def count_until_429(bot: Bot, chats: list[int], pause: float) -> int:
        for number, chat_id in enumerate(chats):
            try:
                await bot.send_message(chat_id, "x")
            except RetryAfter:
                return number
            control.advance(pause)
        return len(chats)

    assert salon.run(lambda bot: count_until_429(bot, [p.id for p in people], 0)) in (30, 31)
    control.advance(5)
    assert salon.run(lambda bot: count_until_429(bot, [group_id] * 30, 1)) == 20
