"""Invoices, and the bot's word on whether a payment may go through."""

from dataclasses import replace
from typing import Any

from tests.botapi.bots import Bot
from tests.botapi.forms import Form
from tests.botapi.methods.texts import send
from tests.botapi.people import user_json
from tests.botapi.refusals import OLD_QUERY, bad_request
from tests.botapi.service import Service

LONGEST_TITLE = 32
LONGEST_DESCRIPTION = 255
LONGEST_PAYLOAD = 128
CHECKOUT_LIFETIME = 10.0
STARS = "XTR"
PAY = {"inline_keyboard": [[{"text": "Pay", "pay": True}]]}


def send_invoice(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    service.reachable_chat(bot, form.string("chat_id"))
    prices = form.parsed("prices") or []
    _check_invoice(form, prices)
    total = sum(int(price["amount"]) for price in prices)
    invoice = {
        "title": form.string("title"),
        "description": form.string("description"),
        "start_parameter": form.string("start_parameter"),
        "currency": form.string("currency"),
        "total_amount": total,
    }
    values = dict(form.values) if form.has("reply_markup") else {**form.values, "reply_markup": PAY}
    message = send(service, bot, Form(values), {"invoice": invoice})
    bot.payloads[message["chat"]["id"], message["message_id"]] = form.string("payload")
    return message


def _check_invoice(form: Form, prices: list[dict[str, Any]]) -> None:
    for name, longest in (("title", LONGEST_TITLE), ("description", LONGEST_DESCRIPTION)):
        if not 1 <= len(form.string(name)) <= longest:
            raise bad_request(f"INVOICE_{name.upper()}_INVALID" if form.has(name) else f"{name} is empty")
    if not 1 <= len(form.string("payload").encode()) <= LONGEST_PAYLOAD:
        raise bad_request("INVOICE_PAYLOAD_INVALID")
    if len(form.string("currency")) != 3:
        raise bad_request("CURRENCY_INVALID")
    is_stars = form.string("currency") == STARS
    if not is_stars and not form.has("provider_token"):
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    if not prices or (is_stars and len(prices) != 1) or sum(int(p["amount"]) for p in prices) <= 0:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")


def answer_pre_checkout_query(service: Service, bot: Bot, form: Form) -> bool:
    query = bot.queries.get(form.string("pre_checkout_query_id"))
    now = service.clock.now()
    if query is None or query.answer is not None or now - query.at > CHECKOUT_LIFETIME:
        raise bad_request(OLD_QUERY)
    if not form.flag("ok") and not form.has("error_message"):
        raise bad_request("error message must be non-empty")
    answer = {"ok": form.flag("ok"), "error_message": form.string("error_message"), "at": now}
    bot.queries[query.id] = replace(query, answer=answer)
    service.changes.note()
    if answer["ok"]:
        _pay(service, bot, query.chat_id, query.payload)
    return True


def _pay(service: Service, bot: Bot, chat_id: int, order: dict[str, Any]) -> None:
    charge = f"charge_{service.dice.randrange(10**9, 10**10)}"
    paid = {**order, "telegram_payment_charge_id": charge, "provider_payment_charge_id": f"provider_{charge}"}
    content = {"from": user_json(service.people[chat_id]), "successful_payment": paid}
    bot.queue.put("message", service.post(bot, chat_id, content).message)


METHODS = {"sendInvoice": send_invoice, "answerPreCheckoutQuery": answer_pre_checkout_query}
