"""What went wrong, in words that its owner understands; the technical ones stand behind them."""

from __future__ import annotations

from flowbook.errors import FlowbookError
from runtime.jobs import Incoming, Job

UNREADABLE = "What Telegram sent cannot be read; a newer Flowbook may know it."
BROKEN = "The program itself broke here. The log says where; tell whoever looks after it."
REFUSALS = {
    "bot was blocked": "The customer has blocked the bot.",
    "user is deactivated": "The customer's Telegram account is gone.",
    "can't initiate conversation": "A bot cannot write first: the customer has to write to it.",
    "bot was kicked": "The bot was taken out of this group.",
    "is not a member": "The bot is not in this group. Add it there.",
    "have no rights": "The bot may not write in this group. Allow it there.",
    "not enough rights": "The bot may not write in this group. Allow it there.",
    "chat not found": "Telegram knows no such chat of this bot. Check the number.",
    "peer_id_invalid": "Telegram knows no such chat of this bot. Check the number.",
    "text is empty": "The message has no text.",
    "text must be non-empty": "The message has no text.",
    "wrong file identifier": "The bot cannot send this file. Give its web address, or upload it to this bot.",
    "wrong remote file": "The bot cannot send this file. Give its web address, or upload it to this bot.",
    "http url content": "Telegram cannot fetch the file from its web address. Check the address.",
    "web page content": "There is no picture or file at this web address. Check it.",
    "photo_invalid": "Telegram does not take a picture of this shape.",
    "image_process": "Telegram cannot read this picture.",
    "button_url_invalid": "Telegram does not take the web address of a button. Check it.",
    "button url": "Telegram does not take the web address of a button. Check it.",
    "too long": "The message is longer than Telegram takes.",
    "too big": "The file is larger than Telegram takes.",
}
"""By a part of what Telegram says."""


def words_of(error: Exception, job: Job) -> str:
    """Why a job failed."""
    if isinstance(error, FlowbookError):
        return str(error)
    plain = UNREADABLE if isinstance(job, Incoming) and job.fault is error else BROKEN
    return f"{plain} ({error!r})"


def refusal(said: str) -> str:
    """Why Telegram did not send something."""
    low = said.lower()
    plain = next((words for part, words in REFUSALS.items() if part in low), "Telegram refused it.")
    return f"{plain} ({said})"
