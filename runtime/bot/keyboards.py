"""The buttons of a message as Telegram takes them."""

from __future__ import annotations

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from flowbook.messages import Button, Message

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def markup_of(message: Message) -> Markup | None:
    """None where the message says nothing about keyboards."""
    if message.keyboard == "inline" and message.buttons:
        return InlineKeyboardMarkup([[_inline(button) for button in row] for row in message.buttons])
    if message.keyboard == "reply" and message.buttons:
        rows = [[_reply(button) for button in row] for row in message.buttons]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
    return ReplyKeyboardRemove() if message.keyboard == "remove" else None


def _inline(button: Button) -> InlineKeyboardButton:
    if button.kind == "link":
        return InlineKeyboardButton(button.label, url=button.value)
    return InlineKeyboardButton(button.label, callback_data=button.value)


def _reply(button: Button) -> KeyboardButton:
    return KeyboardButton(
        button.label,
        request_contact=button.kind == "contact" or None,
        request_location=button.kind == "location" or None,
    )
