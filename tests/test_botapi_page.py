"""The Bot API double's page, used in a browser as a customer would."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from tests.botapi.salon import PNG, Salon

pytestmark = pytest.mark.browser
HTML = "Hello <b>Anna &lt;3 <i>dear</i></b> 😀 <a href='https://a.example/'>prices</a>"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


async def _greet(bot: Bot) -> None:
    chat_id = (await bot.get_updates())[-1].message.chat_id
    keys = [[InlineKeyboardButton("Book", callback_data="book")]]
    markup = InlineKeyboardMarkup([*keys, [InlineKeyboardButton("Site", url="https://a.example/")]])
    await bot.send_message(chat_id, HTML, parse_mode="HTML", reply_markup=markup)
    await bot.send_photo(chat_id, PNG, caption="A cut")
    await bot.send_message(chat_id, "Which day?", reply_markup=ReplyKeyboardMarkup([["Today", "Friday"]]))


async def _answer(bot: Bot) -> None:
    query = (await bot.get_updates())[-1].callback_query
    await bot.answer_callback_query(query.id, f"Got {query.data}")


def test_a_chat_by_hand(salon: Salon, page: Page) -> None:
    hosts: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(salon.botapi.address)
    page.get_by_title("More to send").click()
    page.get_by_role("button", name="Press Start").click()
    salon.control.wait_until(lambda: len(salon.anna.chat()) == 2)
    salon.run(_greet)
    page.locator(".bubble").get_by_text("Hello Anna <3 dear 😀 prices").wait_for()
    assert page.locator(".bubble b i").inner_text() == "dear"
    page.get_by_role("button", name="Site").click()
    page.get_by_text("This button opens https://a.example/").wait_for()
    page.get_by_role("button", name="Book").click()
    salon.control.wait_until(lambda: "callback_query" in salon.control.pending()[-1])
    salon.run(_answer)
    page.get_by_text("Got book").wait_for()
    page.get_by_role("button", name="Friday").click()
    page.locator(".said.customer").get_by_text("Friday").wait_for()
    page.get_by_placeholder("Write a message").fill("Thanks")
    page.get_by_role("button", name="Send", exact=True).click()
    salon.control.wait_until(lambda: salon.anna.transcript()[-1] == "customer: Thanks")
    page.get_by_role("button", name="Block").click()
    page.locator("#state", has_text="has blocked the bot").wait_for()
    assert hosts == {urlsplit(salon.botapi.address).netloc}
    assert complaints == []


def test_a_customer_sends_all_that_telegram_has_and_changes_what_they_said(salon: Salon, page: Page) -> None:
    page.goto(salon.botapi.address)
    for name in ("Location", "Contact"):
        page.get_by_title("More to send").click()
        page.get_by_role("button", name=name).click()
    page.get_by_title("More to send").click()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Document").click()
    chosen.value.set_files({"name": "list.txt", "mimeType": "text/plain", "buffer": b"one"})
    page.locator(".bubble").get_by_text("list.txt").wait_for()
    write(page, "Fridey")
    page.locator("main, body").get_by_text("Fridey", exact=True).last.wait_for()
    page.get_by_role("button", name="Edit").last.click()
    write(page, "Friday")
    salon.botapi.control.wait_until(lambda: salon.anna.chat()[-1].text == "Friday")
    page.locator(".bubble").get_by_text("edited").wait_for()
    kinds = [entry.kind for entry in salon.anna.chat()]
    assert kinds == ["text", "location", "contact", "document", "text"]
    assert "edited_message" in salon.control.pending()[-1]


def test_two_customers_talk_in_a_group_and_the_bot_is_seen_typing(salon: Salon, page: Page) -> None:
    salon.control.customer("Davit")
    page.goto(salon.botapi.address)
    page.get_by_placeholder("New name").fill("Team")
    page.get_by_role("button", name="Group", exact=True).click()
    for who in ("Anna", "Davit"):
        page.get_by_label("Who speaks in the group").select_option(f"as {who}")
        write(page, f"It is {who}")
        page.locator(".said", has_text=f"It is {who}").wait_for()
    said = salon.control.pending()[-2:]
    assert [one["message"]["from"]["first_name"] for one in said] == ["Anna", "Davit"]
    assert {one["message"]["chat"]["title"] for one in said} == {"Team"}
    salon.run(lambda bot: bot.send_chat_action(said[0]["message"]["chat"]["id"], "typing"))
    page.get_by_text("the bot is typing").wait_for()
    salon.run(lambda bot: bot.send_message(said[0]["message"]["chat"]["id"], "See /help"))
    page.get_by_text("the bot is typing").wait_for(state="hidden")
    page.locator(".bubble").get_by_role("button", name="/help").click()
    salon.control.wait_until(lambda: salon.control.pending()[-1]["message"]["text"] == "/help")


def write(page: Page, words: str) -> None:
    page.get_by_placeholder("Write a message").fill(words)
    page.keyboard.press("Enter")


def test_nothing_scrolls_sideways_on_a_phone(salon: Salon, page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    salon.run(_greet)
    page.goto(salon.botapi.address)
    page.locator(".bubble", has_text="Which day?").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
