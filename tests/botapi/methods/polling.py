"""How a bot gets its updates: long polling, and the webhook that would forbid it."""

from typing import Any

from tests.botapi.bots import Bot
from tests.botapi.forms import Form
from tests.botapi.refusals import bad_request
from tests.botapi.service import Service


async def get_updates(service: Service, bot: Bot, form: Form) -> list[dict[str, Any]]:
    _choose_kinds(bot, form)
    return await bot.queue.poll(form.number("offset"), form.number("limit", 100), form.number("timeout"))


def set_webhook(service: Service, bot: Bot, form: Form) -> bool:
    url = form.string("url")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    _choose_kinds(bot, form)
    _set(bot, url, form)
    return True


def delete_webhook(service: Service, bot: Bot, form: Form) -> bool:
    _set(bot, "", form)
    return True


def _set(bot: Bot, url: str, form: Form) -> None:
    if form.flag("drop_pending_updates"):
        bot.queue.drop()
    bot.queue.watch_webhook(url)


def get_webhook_info(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    queue = bot.queue
    info = {"url": queue.webhook, "has_custom_certificate": False}
    chosen = {"allowed_updates": list(queue.allowed)} if queue.allowed else {}
    return {**info, "pending_update_count": len(queue.pending()), **chosen}


def _choose_kinds(bot: Bot, form: Form) -> None:
    """The last list given holds until another one is given; an empty list means the usual kinds."""
    chosen = form.parsed("allowed_updates")
    if chosen is not None:
        bot.queue.allowed = tuple(chosen)


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
