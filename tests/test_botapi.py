"""The Bot API double, held against the real telegram.Bot: what goes to and fro between bot and customer."""

import asyncio

import pytest
import telegram
from telegram import Bot, KeyboardButton, ReplyKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken

from tests.botapi.salon import KEYBOARD, PNG, Salon, connected, one_button


def test_get_me_and_tokens(salon: Salon) -> None:
    me = salon.run(lambda bot: bot.get_me())
    assert (me.is_bot, me.username, me.link) == (True, "salon_bot", "https://t.me/salon_bot")

    async def stranger() -> None:
        async with connected(salon.botapi, "123:" + "x" * 35):
            pass

    with pytest.raises(InvalidToken):
        asyncio.run(stranger())
    salon.control.revoke_token("salon_bot")
    with pytest.raises(InvalidToken):
        salon.run(lambda bot: bot.get_me())


def test_two_bots_keep_apart(salon: Salon) -> None:
    other = salon.control.add_bot("shop_bot")
    boris = salon.control.customer("Boris", bot="shop_bot")
    boris.say("to the shop")

    async def read() -> tuple[telegram.Update, ...]:
        async with connected(salon.botapi, other.token) as bot:
            return await bot.get_updates()

    assert [update.message.text for update in asyncio.run(read())] == ["to the shop"]
    assert salon.refused(lambda bot: bot.send_message(boris.id, "x")) == "Chat not found"


def test_a_start_with_a_payload_is_a_command_of_a_real_person(salon: Salon) -> None:
    salon.anna.start("spring")
    update = salon.run(lambda bot: bot.get_updates())[-1]
    message = update.message
    assert message.text == "/start spring"
    assert [(e.type, e.length) for e in message.entities] == [("bot_command", 6)]
    user = message.from_user
    assert (user.is_bot, user.first_name, user.username, user.language_code) == (
        False,
        "Anna",
        "anna_p",
        "en",
    )
    assert message.chat.type == "private"
    assert abs(message.date.timestamp() - salon.control.now()) < 5


def test_contact_location_photo_document_and_edit_arrive(salon: Salon) -> None:
    anna = salon.anna
    anna.share_contact()
    anna.share_location(40.5, 44.25)
    anna.send_photo(PNG, "my cut")
    anna.send_document(b"%PDF", "price.pdf")
    anna.rewrite(anna.say("helo")["message_id"], "hello")
    updates = salon.run(lambda bot: bot.get_updates())[1:]
    contact, location, photo, document, _, edited = updates
    assert contact.message.contact.user_id == anna.id
    assert contact.message.contact.phone_number == "+37410111222"
    assert location.message.location.longitude == 44.25
    assert photo.message.photo[-1].width == 64
    assert photo.message.caption == "my cut"
    assert document.message.document.file_name == "price.pdf"
    assert edited.edited_message.text == "hello"
    assert edited.edited_message.edit_date is not None


def test_files_go_both_ways(salon: Salon) -> None:
    salon.anna.send_document(b"bytes of the customer", "a.txt")

    async def talk(bot: Bot) -> tuple[bytes, bytes]:
        received = (await bot.get_updates())[-1].message.document
        back = await bot.send_document(salon.anna.id, received.file_id)
        fresh = await bot.send_photo(salon.anna.id, PNG, caption="<b>new</b>", parse_mode="HTML")
        files = [await bot.get_file(back.document.file_id), await bot.get_file(fresh.photo[-1].file_id)]
        return bytes(await files[0].download_as_bytearray()), bytes(await files[1].download_as_bytearray())

    assert salon.run(talk) == (b"bytes of the customer", PNG)
    assert (salon.last().kind, salon.last().text) == ("photo", "new")
    assert salon.refused(lambda bot: bot.get_file("nonsense")) == "Invalid file_id"
    wrong = salon.refused(lambda bot: bot.send_photo(salon.anna.id, "nonsense"))
    assert wrong == "Wrong file identifier/http url specified"


@pytest.mark.parametrize("kind", ["video", "document", "voice", "audio", "sticker", "animation"])
def test_every_kind_of_file_is_sent(salon: Salon, kind: str) -> None:
    message = salon.run(lambda bot: getattr(bot, f"send_{kind}")(salon.anna.id, b"content"))
    assert getattr(message, kind).file_size == 7
    assert salon.last().kind == kind
    by_address = salon.run(lambda bot: getattr(bot, f"send_{kind}")(salon.anna.id, "https://a.example/f.bin"))
    assert getattr(by_address, kind).file_id


def test_location_contact_and_typing(salon: Salon) -> None:
    async def talk(bot: Bot) -> None:
        assert (await bot.send_location(salon.anna.id, 40.1, 44.5)).location.latitude == 40.1
        assert (await bot.send_contact(salon.anna.id, "+1", "Desk")).contact.first_name == "Desk"
        assert await bot.send_chat_action(salon.anna.id, "typing")

    salon.run(talk)
    assert [entry.kind for entry in salon.anna.received()] == ["location", "contact"]
    assert [call.method for call in salon.control.calls()][-1] == "sendChatAction"


def test_albums(salon: Salon) -> None:
    photo = telegram.InputMediaPhoto(PNG, caption="first")
    sent = salon.run(lambda bot: bot.send_media_group(salon.anna.id, [photo, telegram.InputMediaPhoto(PNG)]))
    assert len({message.media_group_id for message in sent}) == 1
    assert [entry.text for entry in salon.anna.received()] == ["first", ""]
    mixed = [photo, telegram.InputMediaDocument(b"d")]
    said = salon.refused(lambda bot: bot.send_media_group(salon.anna.id, mixed))
    assert said == "Document can't be mixed with other media types"
    said = salon.refused(lambda bot: bot.send_media_group(salon.anna.id, [photo] * 11))
    assert said == "Too many messages to send as an album"


def test_a_tap_by_label_and_its_answer(salon: Salon) -> None:
    salon.run(lambda bot: bot.send_message(salon.anna.id, "Sure?", reply_markup=KEYBOARD))
    tapped = salon.anna.tap("Yes")

    async def answer(bot: Bot) -> telegram.CallbackQuery:
        query = (await bot.get_updates())[-1].callback_query
        await bot.answer_callback_query(query.id, "Noted", show_alert=True)
        await bot.edit_message_reply_markup(salon.anna.id, query.message.message_id)
        return query

    query = salon.run(answer)
    assert (query.data, query.message.text, query.from_user.id) == ("y", "Sure?", salon.anna.id)
    shown = salon.anna.wait_for_answer(tapped["query_id"])
    assert (shown["text"], shown["show_alert"]) == ("Noted", True)
    assert salon.last().labels == []
    salon.anna.tap("y", salon.last().message_id)  # the screen may not have caught up with the edit
    assert salon.run(lambda bot: bot.get_updates())[-1].callback_query.data == "y"


def test_an_old_tap_cannot_be_answered(salon: Salon) -> None:
    salon.run(lambda bot: bot.send_message(salon.anna.id, "Sure?", reply_markup=KEYBOARD))
    query_id = salon.anna.tap("Yes")["query_id"]
    salon.control.advance(61)
    too_old = "Query is too old and response timeout expired or query id is invalid"
    assert salon.refused(lambda bot: bot.answer_callback_query(query_id)) == too_old
    assert salon.refused(lambda bot: bot.answer_callback_query("404")) == too_old


def test_reply_keyboards_send_what_they_say(salon: Salon) -> None:
    rows = [["Plain"], [KeyboardButton("Phone", request_contact=True)]]
    rows.append([KeyboardButton("Here", request_location=True)])
    markup = ReplyKeyboardMarkup(rows)
    salon.run(lambda bot: bot.send_message(salon.anna.id, "?", reply_markup=markup))
    for label in ("Plain", "Phone", "Here"):
        salon.anna.tap(label)
    plain, phone, here = salon.run(lambda bot: bot.get_updates())[-3:]
    assert plain.message.text == "Plain"
    assert phone.message.contact.user_id == salon.anna.id
    assert here.message.location is not None
    removal = telegram.ReplyKeyboardRemove()
    salon.run(lambda bot: bot.send_message(salon.anna.id, "gone", reply_markup=removal))
    with pytest.raises(Exception, match="sees no button"):
        salon.anna.tap("Plain")


def test_link_buttons_open_and_tell_the_bot_nothing(salon: Salon) -> None:
    markup = one_button(url="https://a.example/x")
    salon.run(lambda bot: bot.send_message(salon.anna.id, "look", reply_markup=markup))
    before = len(salon.control.pending())
    assert salon.anna.tap("b") == {"url": "https://a.example/x"}
    assert len(salon.control.pending()) == before


def test_edits_and_their_refusals(salon: Salon) -> None:
    async def talk(bot: Bot) -> None:
        sent = await bot.send_message(salon.anna.id, "one", reply_markup=KEYBOARD)
        place = {"chat_id": salon.anna.id, "message_id": sent.message_id}
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_text("one", **place, reply_markup=KEYBOARD)
        with pytest.raises(BadRequest, match="There is no caption"):
            await bot.edit_message_caption(caption="c", **place)
        await bot.edit_message_text("two", **place)
        with pytest.raises(BadRequest, match="Message to edit not found"):
            await bot.edit_message_text("x", salon.anna.id, 999)
        with pytest.raises(BadRequest, match="Message can't be edited"):
            await bot.edit_message_text("x", salon.anna.id, 1)
        photo = await bot.send_photo(salon.anna.id, PNG, caption="old")
        await bot.edit_message_caption(salon.anna.id, photo.message_id, caption="new")

    salon.run(talk)
    text, photo = salon.anna.received()
    assert (text.text, text.labels, text.edits[0].message["text"]) == ("two", [], "one")
    assert photo.text == "new"


def test_deleting(salon: Salon) -> None:
    async def talk(bot: Bot) -> None:
        sent = await bot.send_message(salon.anna.id, "gone")
        assert await bot.delete_message(salon.anna.id, sent.message_id)
        with pytest.raises(BadRequest, match="Message to delete not found"):
            await bot.delete_message(salon.anna.id, sent.message_id)

    salon.run(talk)
    assert salon.last().deleted_at is not None
    assert salon.anna.transcript() == ["customer: /start"]
    salon.run(lambda bot: bot.send_message(salon.anna.id, "stays"))
    salon.control.advance(49 * 3600)
    number = salon.last().message_id
    said = salon.refused(lambda bot: bot.delete_message(salon.anna.id, number))
    assert said == "Message can't be deleted for everyone"


def test_blocked_unblocked_deactivated(salon: Salon) -> None:
    anna = salon.anna
    anna.block()
    said = salon.refused(lambda bot: bot.send_message(anna.id, "x"))
    assert said == "Forbidden: bot was blocked by the user"
    anna.unblock()
    states = [u.my_chat_member.new_chat_member.status for u in salon.run(lambda b: b.get_updates())[-2:]]
    assert states == ["kicked", "member"]
    assert salon.run(lambda bot: bot.send_message(anna.id, "back")).text == "back"
    anna.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        salon.run(lambda bot: bot.send_message(anna.id, "x"))


def test_an_invoice_is_paid_after_the_bot_agrees(salon: Salon) -> None:
    async def sell(bot: Bot) -> int:
        price = [telegram.LabeledPrice("Cut", 1500)]
        invoice = ("Haircut", "A cut", "order-7", "USD", price, "provider")
        return int((await bot.send_invoice(salon.anna.id, *invoice)).message_id)

    async def agree(bot: Bot) -> telegram.PreCheckoutQuery:
        query = (await bot.get_updates())[-1].pre_checkout_query
        await bot.answer_pre_checkout_query(query.id, ok=True)
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_pre_checkout_query(query.id, ok=True)
        return query

    salon.anna.pay(salon.run(sell))
    query = salon.run(agree)
    assert (query.invoice_payload, query.total_amount) == ("order-7", 1500)
    payment = salon.run(lambda bot: bot.get_updates())[-1].message.successful_payment
    assert (payment.invoice_payload, payment.currency) == ("order-7", "USD")


def test_a_refused_or_late_payment_takes_no_money(salon: Salon) -> None:
    price = [telegram.LabeledPrice("Star", 5)]
    send = salon.run(lambda bot: bot.send_invoice(salon.anna.id, "T", "D", "p", "XTR", price))
    refused = salon.anna.pay(send.message_id)["query_id"]
    salon.run(lambda bot: bot.answer_pre_checkout_query(refused, ok=False, error_message="Sold out"))
    late = salon.anna.pay(send.message_id)["query_id"]
    salon.control.advance(11)
    assert "Query is too old" in salon.refused(lambda bot: bot.answer_pre_checkout_query(late, ok=True))
    assert [entry.kind for entry in salon.anna.chat()] == ["text", "invoice"]


def test_commands_and_chats(salon: Salon) -> None:
    async def talk(bot: Bot) -> None:
        await bot.set_my_commands([("start", "Begin"), ("help", "Get help")])
        assert [c.command for c in await bot.get_my_commands()] == ["start", "help"]
        await bot.set_my_commands([("start", "Սկսել")], language_code="hy")
        assert (await bot.get_my_commands(language_code="hy"))[0].description == "Սկսել"
        with pytest.raises(BadRequest, match="Bot_command_invalid"):
            await bot.set_my_commands([("Ünknown", "x")])
        assert (await bot.get_chat(salon.anna.id)).username == "anna_p"
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.get_chat(4040)

    salon.run(talk)


def test_groups_have_their_own_numbers_and_no_contact_buttons(salon: Salon) -> None:
    control = salon.control
    group_id = control.add_group("Staff")
    desk = control.customer("Desk", group_id=group_id)
    phone = ReplyKeyboardMarkup([[KeyboardButton("Phone", request_contact=True)]])
    said = salon.refused(lambda bot: bot.send_message(group_id, "?", reply_markup=phone))
    assert said == "Phone number can be requested in private chats only"
    sent = salon.run(lambda bot: bot.send_message(group_id, "Anna asks", reply_markup=KEYBOARD))
    assert sent.message_id == 1
    desk.tap("Yes")
    query = salon.run(lambda bot: bot.get_updates())[-1].callback_query
    assert (query.message.chat.id, query.from_user.id) == (group_id, desk.id)
