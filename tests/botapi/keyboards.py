"""Keyboards under messages: which ones Telegram takes, and how it refuses the others."""

import re
from typing import Any

from tests.botapi.forms import Form
from tests.botapi.ledger import button_rows
from tests.botapi.refusals import bad_request

MOST_INLINE_BUTTONS = 100
MOST_REPLY_BUTTONS = 300
LONGEST_DATA = 64
ACTIONS = (
    *("callback_data", "url", "pay", "web_app", "login_url", "copy_text"),
    *("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
)
ADDRESS = re.compile(r"(?:(?:https?|tg|ton)://)?[^\s/?#:]+(?:[:/?#]\S*)?$", re.IGNORECASE)

Markup = dict[str, Any]


def read_markup(form: Form, is_private: bool = True) -> Markup | None:
    """The keyboard of a call, with buttons without a text left out; None for none."""
    markup = form.parsed("reply_markup")
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _read_inline(markup)
    if "keyboard" in markup:
        return _read_reply(markup, is_private)
    return markup


def _rows(markup: Markup, name: str) -> list[list[dict[str, Any]]]:
    rows = markup[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"field \"{name}\" of the {'Inline' if 'inline' in name else 'Reply'}KeyboardMarkup"
                          " must be an Array of Arrays")  # fmt: skip
    kept = [[button for button in row if button.get("text")] for row in button_rows(markup)]
    return [row for row in kept if row]


def _read_inline(markup: Markup) -> Markup | None:
    rows = _rows(markup, "inline_keyboard")
    for row in rows:
        for button in row:
            _check_inline(button)
    if sum(map(len, rows)) > MOST_INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _check_inline(button: dict[str, Any]) -> None:
    if not any(action in button for action in ACTIONS):
        why = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {why}")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_address(str(button["url"]))


def _check_address(url: str) -> None:
    if "://" in url and url.split("://", maxsplit=1)[0].lower() not in ("http", "https", "tg", "ton"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    host = re.split(r"[/?#:]", url.rsplit("://", maxsplit=1)[-1])[0]
    if not host:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: URL host is empty")
    known_scheme = url.lower().startswith(("tg://", "ton://"))
    if not ADDRESS.match(url) or (not known_scheme and "." not in host and host != "localhost"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _read_reply(markup: Markup, is_private: bool) -> Markup | None:
    rows = _rows(markup, "keyboard")
    buttons = [button for row in rows for button in row]
    if not is_private and any(button.get("request_contact") for button in buttons):
        raise bad_request("phone number can be requested in private chats only")
    if not is_private and any(button.get("request_location") for button in buttons):
        raise bad_request("location can be requested in private chats only")
    if len(buttons) > MOST_REPLY_BUTTONS:
        raise bad_request("reply markup is too long")
    return {**markup, "keyboard": rows} if rows else None
