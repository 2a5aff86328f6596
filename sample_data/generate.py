"""Writes customers.json: 200 invented customers of Sample Street, the same ones for the same seed.

    python sample_data/generate.py

Names, companies and numbers are put together by lot; nobody in it exists. Every date is as of NOW, so that a
simulation that starts there finds fresh orders, coming birthdays and people gone silent."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

SEED = 20260301
COUNT = 200
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
HERE = Path(__file__).parent


class Place(NamedTuple):
    """`women` and `men` are given names, each with the family names that go with them; `phone` takes the
    customer's number: all of them are zeros in the middle, as no real number is given out."""

    city: str
    zone: str
    language: str
    phone: str
    women: tuple[str, str]
    men: tuple[str, str]
    weight: int


# fmt: off
PLACES = (
    Place("Vilnius", "Europe/Vilnius", "en", "+37060000{:03}",
          ("Rūta Eglė Lina Ieva Gabija", "Upelytė Kalnaitė Miškūnė"),
          ("Jonas Mantas Tomas Lukas", "Upelis Kalnaitis Miškūnas"), 5),
    Place("Vilnius", "Europe/Vilnius", "ru", "+37061000{:03}",
          ("Анна Ольга Ирина Вера Полина", "Рябинова Озёрная Луговская"),
          ("Павел Игорь Андрей", "Рябинов Озёрный Луговской"), 4),
    Place("Yerevan", "Asia/Yerevan", "hy", "+37491000{:03}",
          ("Գայանե Նարե Մարիամ Անի Լուսինե", "Գետակյան Ձորափյան Ծիրանենց"),
          ("Արամ Տիգրան Դավիթ", "Գետակյան Ձորափյան Ծիրանենց"), 4),
    Place("Tbilisi", "Asia/Tbilisi", "ka", "+995555000{:03}",
          ("ნინო თამარ ანა", "მთისძე წყაროელი"), ("გიორგი ლევან", "მთისძე წყაროელი"), 1),
    Place("Kyiv", "Europe/Kyiv", "uk", "+380670000{:03}",
          ("Оксана Леся Олена", "Калинова Степова"), ("Тарас Богдан", "Калиновий Степовий"), 2),
    Place("Riga", "Europe/Riga", "en", "+37120000{:03}",
          ("Marta Ilze Elina", "Ozolkalna Vējupe"), ("Janis Edgars", "Ozolkalns Vējups"), 2),
    Place("Berlin", "Europe/Berlin", "en", "+491713920{:03}",
          ("Mia Clara Leonie", "Birkenhain Wiesenau"), ("Jonas Felix", "Birkenhain Wiesenau"), 2),
    Place("Lisbon", "Europe/Lisbon", "en", "+351910000{:03}",
          ("Inês Rita Marta", "Ribalta Montefonte"), ("Tiago Duarte", "Ribalta Montefonte"), 1),
    Place("New York", "America/New_York", "en", "+12125550{:03}",
          ("Emma Grace Chloe", "Fernbrook Stonemill"), ("Noah Liam", "Fernbrook Stonemill"), 2),
    Place("Almaty", "Asia/Almaty", "ru", "+77010000{:03}",
          ("Айгерим Светлана Дарья", "Степнова Яблонева"), ("Данияр Олег", "Степнов Яблонев"), 2),
)
PRICES = {
    "roses-11": 29.0, "tulips-25": 24.0, "peonies-7": 32.0, "asters-15": 19.0, "spring-bouquet": 27.0,
    "haircut": 25.0, "colour": 60.0, "manicure": 22.0,
    "runner-41": 89.0, "boots-39": 119.0, "gift-card": 50.0,
}
# fmt: on
FLOWERS = {
    1: ("roses-11",),
    2: ("roses-11", "tulips-25"),
    3: ("tulips-25", "spring-bouquet"),
    4: ("tulips-25", "spring-bouquet"),
    5: ("peonies-7", "spring-bouquet"),
    6: ("peonies-7", "roses-11"),
    8: ("asters-15", "roses-11"),
    9: ("asters-15",),
}
"""What is bought in a month; in the others roses and gift cards."""
FAVOURITES = ("roses", "tulips", "peonies", "asters")
SERVICES = ("haircut", "colour", "manicure")
SHOES = {"41": "runner-41", "39": "boots-39"}
LIKES = (("flowers", 9), ("salon", 6), ("shoes", 4), ("business", 1))
COMPANIES = ("Café Lindenhof", "Hotel Upė", "Studio Kalnas", "Restaurant Ararat Garden", "Office Birkenhain")


def customers(count: int = COUNT, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Customers in the shape flowbook.customer reads. Every tenth has hardly a field, as real lists have."""
    dice = random.Random(seed)
    for number in range(1, count + 1):
        place = dice.choices(PLACES, [place.weight for place in PLACES])[0]
        yield _customer(dice, number, place)


def _customer(dice: random.Random, number: int, place: Place) -> dict[str, Any]:
    like = dice.choices([name for name, _ in LIKES], [weight for _, weight in LIKES])[0]
    created = NOW - timedelta(days=dice.randint(2, 900), minutes=dice.randint(-600, 120))
    orders = list(_orders(dice, number, created, (place, like)))
    fields = _profile(dice, number, place) | (_tastes(dice, like, orders) if number % 10 else {})
    known = max([created, *(datetime.fromisoformat(order["placed"]) for order in orders)])
    silent = timedelta(days=dice.choice((0, 0, 1, 3, 9, 20, 45, 70, 120)), minutes=dice.randint(5, 600))
    imported = number % 17 == 0
    customer = {
        "id": f"sample-{number:03}",
        "created": created.isoformat(),
        "fields": dict(sorted(fields.items())),
        "tags": sorted(_tags(dice, orders, fields)),
        "stage": _stage(dice, like, orders),
        "orders": orders,
        "happened": _happened(dice, like, created),
        "subscribed": dice.random() > 0.05,
        "last_seen": None if imported else max(known, NOW - silent).isoformat(),
        "invented": True,
    }
    return {key: value for key, value in customer.items() if value not in ([], None)}


def _profile(dice: random.Random, number: int, place: Place) -> dict[str, Any]:
    given, family = dice.choice((place.women, place.women, place.men))
    fields = {
        "first_name": dice.choice(given.split()),
        "last_name": dice.choice(family.split()),
        "language": place.language,
    }
    if number % 10 == 0:
        return fields
    fields |= {"city": place.city, "timezone": place.zone, "phone": place.phone.format(number % 1000)}
    fields |= {"email": f"customer{number}@example.com"}
    return fields | ({"birthday": _birthday(dice, number)} if dice.random() < 0.8 else {})


def _birthday(dice: random.Random, number: int) -> str:
    if number == 29:
        return "1996-02-29"
    if number % 23 == 0:
        soon = NOW.date() + timedelta(days=dice.randint(0, 9))
        return soon.replace(year=dice.randint(1960, 2004)).isoformat()
    return (date(dice.randint(1955, 2006), 1, 1) + timedelta(days=dice.randint(0, 364))).isoformat()


def _tastes(dice: random.Random, like: str, orders: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"points": int(sum(order["total"] for order in orders)) // 10 * 10}
    if like == "flowers":
        found |= {"interest": "Flowers", "favourite_flower": dice.choice(FAVOURITES)}
    if like == "shoes":
        size = next((name.split("-")[1] for order in orders for name in order["items"] if "-4" in name), "39")
        found |= {"interest": "Shoes", "shoe_size": size}
    if like == "business":
        people, budget = dice.choice((4, 12, 25, 60)), dice.choice((150, 300, 600, 1200))
        found |= {"company": dice.choice(COMPANIES), "company_size": people, "budget": budget}
        found |= {"lead_score": (people >= 10) * 20 + (budget >= 300) * 30}
    return found | (_visits(dice, orders) if like == "salon" else {})


def _visits(dice: random.Random, orders: list[dict[str, Any]]) -> dict[str, Any]:
    """Some have been there and told how it was; some come again in the next days."""
    found: dict[str, Any] = {"interest": "Salon", "service": dice.choice(SERVICES)}
    if orders:
        found |= {"service": orders[-1]["items"][0], "last_visit": orders[-1]["placed"][:10]}
        found |= {"rating": dice.choice((2, 3, 4, 5, 5, 5))} if dice.random() < 0.6 else {}
    if dice.random() < 0.25:
        day = NOW.date() + timedelta(days=dice.randint(1, 12))
        found |= {"appointment": f"{day}T{dice.randint(10, 17)}:{dice.choice(('00', '30'))}"}
    return found


def _orders(
    dice: random.Random, number: int, created: datetime, who: tuple[Place, str]
) -> Iterator[dict[str, Any]]:
    place, like = who
    age = max((NOW - created).days - 1, 1)
    count = dice.choices((0, 1, 2, 3, 5, 8), (30, 25, 18, 12, 10, 5))[0]
    shoe = dice.choice(sorted(SHOES))
    ages = [dice.randint(1, age) for _ in range(count)]
    if count and dice.random() < 0.15:
        ages[0] = min(age, dice.randint(1, 5))
    for nth, days in enumerate(sorted(ages, reverse=True), start=1):
        day = (NOW - timedelta(days=days)).astimezone(ZoneInfo(place.zone))
        placed = day.replace(hour=dice.randint(9, 19), minute=dice.randint(0, 59)).astimezone(UTC)
        items = _items(dice, like, placed.month, shoe)
        yield {
            "id": f"S{number:03}-{nth}",
            "placed": placed.isoformat(),
            "total": sum(PRICES[item] for item in items),
            "status": _status(dice, like, days),
            "items": items,
        }


def _items(dice: random.Random, like: str, month: int, shoe: str) -> list[str]:
    if like == "salon":
        return [dice.choice(SERVICES)]
    if like == "shoes":
        return [SHOES[shoe]]
    bunch = dice.choice(FLOWERS.get(month, ("roses-11", "gift-card")))
    return [bunch, "gift-card"] if bunch != "gift-card" and dice.random() < 0.1 else [bunch]


def _status(dice: random.Random, like: str, days: int) -> str:
    if like == "salon":
        return "done"
    if days <= 4:
        return "paid" if days <= 1 else "shipped"
    return "returned" if like == "shoes" and dice.random() < 0.15 else "delivered"


def _happened(dice: random.Random, like: str, created: datetime) -> list[dict[str, Any]]:
    if like not in ("flowers", "shoes") or dice.random() > 0.15:
        return []
    at = max(created, NOW - timedelta(days=dice.randint(1, 40), hours=dice.randint(0, 12)))
    total = 89.0 if like == "shoes" else dice.choice((24.0, 29.0, 53.0))
    return [{"name": "cart_abandoned", "at": at.isoformat(), "data": {"total": total}}]


def _stage(dice: random.Random, like: str, orders: list[dict[str, Any]]) -> str:
    if orders:
        return "customer"
    return dice.choice(
        ("interested", "negotiation") if like == "business" else ("new", "new", "interested", "lost")
    )


def _tags(dice: random.Random, orders: list[dict[str, Any]], fields: dict[str, Any]) -> set[str]:
    tags = {"newsletter"} if dice.random() < 0.6 else set()
    tags |= {"regular"} if len(orders) >= 3 else set()
    tags |= {"vip"} if len(orders) >= 8 else set()
    tags |= {"booked"} if "appointment" in fields else set()
    if "company" in fields:
        tags |= {"wholesale", "lead_hot" if fields["lead_score"] >= 50 else "lead_warm"}
    if rating := fields.get("rating"):
        tags |= {"feedback_given"} | ({"unhappy"} if rating <= 2 else set())
    return tags


def main() -> None:
    data = {"invented": True, "seed": SEED, "as_of": NOW.isoformat(), "customers": list(customers())}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (HERE / "customers.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
