"""Why an answer was not taken: for the designer, and for the customer where no sentence was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """`why` is for the designer; `text` says the same to the customer, by language."""

    code: str
    why: str
    text: Mapping[str, str]


_SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "text": ("that is no text", "Write it in words.", "Напишите словами."),
    "too_short": (
        "it has fewer than {limit} characters",
        "That is too short: at least {limit} characters.",
        "Слишком коротко: нужно не меньше {limit} символов.",
    ),
    "too_long": (
        "it has more than {limit} characters",
        "That is too long: {limit} characters at most.",
        "Слишком длинно: не больше {limit} символов.",
    ),
    "pattern": (
        "it is not written as the pattern wants it",
        "That does not look right. Check it and write it again.",
        "Кажется, здесь ошибка. Проверьте и напишите ещё раз.",
    ),
    "number": (
        "no number was found in it",
        "Write one number, such as 12.",
        "Напишите одно число, например 12.",
    ),
    "too_small": ("it is below {limit}", "It should be at least {limit}.", "Нужно число не меньше {limit}."),
    "too_large": ("it is above {limit}", "It should be at most {limit}.", "Нужно число не больше {limit}."),
    "date": (
        "no date was found in it",
        "Write a date, such as 5 March or 05.03.2027.",
        "Напишите дату, например 5 марта или 05.03.2027.",
    ),
    "not_future": (
        "it is past",
        "That day is past. Write a coming one.",
        "Этот день уже прошёл. Нужна будущая дата.",
    ),
    "not_past": ("it is still to come", "That day is still to come.", "Этот день ещё не наступил."),
    "time": (
        "no time of day was found in it",
        "Write a time, such as 14:30.",
        "Напишите время, например 14:30.",
    ),
    "rating": ("it is no whole number", "Tap a number, or write it.", "Нажмите цифру или напишите её."),
    "phone": (
        "it is no phone number",
        "Write the number with its country, such as +370 600 12345.",
        "Напишите номер с кодом страны, например +370 600 12345.",
    ),
    "email": (
        "it is no e-mail address",
        "That is no e-mail address. It looks like name@shop.com.",
        "Это не адрес почты. Он выглядит так: name@shop.com.",
    ),
    "choice": (
        "it is none of the options",
        "Choose one of these: {limit}.",
        "Выберите из списка: {limit}.",
    ),
    "nothing_chosen": ("nothing was chosen", "Choose at least one.", "Выберите хотя бы один вариант."),
    "contact": (
        "it is no phone number",
        "Tap the button below, or write your number with its country.",
        "Нажмите кнопку внизу или напишите номер с кодом страны.",
    ),
    "location": (
        "it is no place",
        "Send a place: the button below, or the paper clip and Location.",
        "Пришлите место: кнопка внизу или скрепка и «Геопозиция».",
    ),
    "photo": ("it is no photo", "Send a photo.", "Пришлите фотографию."),
    "file": ("it is no file", "Send a file or a photo.", "Пришлите файл или фотографию."),
}


def refusal(code: str, limit: Any = "") -> Refusal:
    """`limit` stands where the sentence tells how much would be right."""
    why, english, russian = (sentence.replace("{limit}", str(limit)) for sentence in _SENTENCES[code])
    return Refusal(code, why, {"en": english, "ru": russian})
