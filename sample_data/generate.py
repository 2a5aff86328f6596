"""Writes customers.json: 200 invented customers with their orders, the same ones for the same seed.

    python sample_data/generate.py

Names are drawn from lists of common given names and made-up family names; nobody in it exists."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

SEED = 20260301
COUNT = 200
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
HERE = Path(__file__).parent

PLACES = [
    # city, time zone, language, given names, family names, calling code
    (
        "Vilnius",
        "Europe/Vilnius",
        "lt",
        ("Ruta", "Jonas", "Mantas", "Egle", "Tomas", "Lina"),
        ("Upelis", "Kalnė", "Miškas"),
        "+37061",
    ),
    (
        "Vilnius",
        "Europe/Vilnius",
        "ru",
        ("Анна", "Павел", "Ольга", "Игорь"),
        ("Рябинова", "Озёрный", "Лугова"),
        "+37062",
    ),
    (
        "Yerevan",
        "Asia/Yerevan",
        "hy",
        ("Գայանե", "Արամ", "Նարե", "Տիգրան", "Մարիամ"),
        ("Գետակյան", "Ձորափ", "Ծիրանյան"),
        "+37491",
    ),
    ("Tbilisi", "Asia/Tbilisi", "ka", ("ნინო", "გიორგი", "თამარ", "ლევან"), ("მთისძე", "წყაროელი"), "+99555"),
    (
        "Kyiv",
        "Europe/Kyiv",
        "uk",
        ("Оксана", "Тарас", "Леся", "Богдан"),
        ("Калинова", "Степовий", "Гайова"),
        "+38067",
    ),
    ("Riga", "Europe/Riga", "en", ("Marta", "Janis", "Ilze"), ("Ozolkalns", "Vējup"), "+37120"),
    (
        "Berlin",
        "Europe/Berlin",
        "en",
        ("Mia", "Jonas", "Clara", "Felix"),
        ("Birkenhain", "Wiesenau"),
        "+49151",
    ),
    ("Lisbon", "Europe/Lisbon", "en", ("Ines", "Tiago", "Rita"), ("Ribalta", "Montefonte"), "+35191"),
    (
        "New York",
        "America/New_York",
        "en",
        ("Emma", "Noah", "Grace", "Liam"),
        ("Fernbrook", "Stonemill"),
        "+1212",
    ),
    ("Almaty", "Asia/Almaty", "ru", ("Айгерим", "Данияр", "Светлана"), ("Степнова", "Яблоневый"), "+7701"),
]
FLOWERS = ("roses", "tulips", "peonies", "asters")
SERVICES = ("haircut", "colour", "manicure")
PRODUCTS = {
    "roses-11": 29.0,
    "tulips-25": 24.0,
    "asters-15": 19.0,
    "haircut": 25.0,
    "colour": 60.0,
    "manicure": 22.0,
    "runner-41": 89.0,
    "boots-39": 119.0,
    "gift-card": 50.0,
}
STAGES = ("new", "interested", "negotiation", "customer", "lost")


def customers(count: int = COUNT, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Customers in the shape flowbook.customer reads. Every tenth has hardly a field, as real lists have."""
    dice = random.Random(seed)
    for number in range(1, count + 1):
        yield _customer(dice, number)


def _customer(dice: random.Random, number: int) -> dict[str, Any]:
    city, zone, language, given, family, code = dice.choice(PLACES)
    created = NOW - timedelta(days=dice.randint(1, 900), minutes=dice.randint(0, 1439))
    silent = timedelta(days=dice.choice((0, 1, 3, 9, 20, 45, 70, 120)), hours=dice.randint(0, 8))
    orders = list(_orders(dice, number, created))
    fields: dict[str, Any] = {
        "first_name": dice.choice(given),
        "last_name": dice.choice(family),
        "language": language,
    }
    if number % 10:
        fields |= {"city": city, "timezone": zone, "birthday": _birthday(dice)}
        fields |= {
            "phone": f"{code}{dice.randint(100_000, 999_999)}",
            "email": f"customer{number}@example.com",
        }
        fields |= _interests(dice, created)
    customer = {
        "id": f"sample-{number:03}",
        "created": created.isoformat(),
        "fields": dict(sorted(fields.items())),
        "tags": _tags(dice, len(orders)),
        "stage": "customer" if orders else dice.choice(STAGES),
        "orders": orders,
        "subscribed": dice.random() > 0.05,
        "last_seen": max(created, NOW - silent).isoformat(),
        "invented": True,
    }
    return {key: value for key, value in customer.items() if value not in ([], None)}


def _birthday(dice: random.Random) -> str:
    born = date(dice.randint(1955, 2006), 1, 1) + timedelta(days=dice.randint(0, 364))
    return born.isoformat()


def _interests(dice: random.Random, created: datetime) -> dict[str, Any]:
    found: dict[str, Any] = {"points": dice.randrange(0, 500, 10)}
    if dice.random() < 0.5:
        found["favourite_flower"] = dice.choice(FLOWERS)
    if dice.random() < 0.4:
        found["service"] = dice.choice(SERVICES)
        found["last_visit"] = (created + timedelta(days=dice.randint(0, 60))).date().isoformat()
    if dice.random() < 0.3:
        found["shoe_size"] = str(dice.randint(36, 45))
    return found


def _orders(dice: random.Random, number: int, created: datetime) -> Iterator[dict[str, Any]]:
    age = (NOW - created).days
    for nth in range(dice.choices((0, 1, 2, 3, 5, 8), (30, 25, 18, 12, 10, 5))[0]):
        items = dice.sample(sorted(PRODUCTS), dice.randint(1, 2))
        placed = created + timedelta(days=dice.uniform(0, max(age - 1, 0.5)))
        yield {
            "id": f"S{number:03}-{nth + 1}",
            "placed": placed.replace(microsecond=0).isoformat(),
            "total": sum(PRODUCTS[item] for item in items),
            "status": dice.choice(("paid", "shipped", "delivered", "delivered", "returned")),
            "items": items,
        }


def _tags(dice: random.Random, orders: int) -> list[str]:
    tags = {"newsletter"} if dice.random() < 0.6 else set()
    if orders >= 3:
        tags.add("regular")
    if orders >= 8:
        tags.add("vip")
    return sorted(tags)


def main() -> None:
    data = {"invented": True, "seed": SEED, "as_of": NOW.isoformat(), "customers": list(customers())}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (HERE / "customers.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
