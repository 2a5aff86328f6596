"""Order: a purchase is registered, or an earlier one changes its status."""

from __future__ import annotations

from collections.abc import Iterable

from flowbook.asking import written_to
from flowbook.customer import Order
from flowbook.events import FieldSet, OrderChanged, OrderRegistered
from flowbook.flow import Config, Node
from flowbook.nodetype import Exit, Finding, NodeType, Step, go
from flowbook.rules.readings import as_number
from flowbook.shapes import choice, config, field_name, line, names_of, only, optional_number
from flowbook.situation import Situation
from flowbook.ways import ANYTHING, Around, Bought, OrderMoved, Way, not_so, so
from flowbook.workspace import Product, Workspace

ORDER_ID = "session.order_id"
NO_ORDER = "no_order"
ACTIONS = {"register": "register a new one", "status": "change the status of one"}
WHICH = {
    "last": "the customer's last one",
    "session": "the one of this conversation",
    "field": "the one whose number is in a field",
}


def _registers(config: Config) -> bool:
    return str(config["action"]) == "register"


def _exits(config: Config) -> tuple[Exit, ...]:
    none = (
        () if _registers(config) else (Exit(NO_ORDER, "There is no such order", "failure", required=False),)
    )
    return (Exit("next", "" if _registers(config) else "Changed", required=False), *none)


def _run(node: Node, situation: Situation) -> Step:
    return (_register if _registers(node.config) else _change)(node, situation)


def _register(node: Node, situation: Situation) -> Step:
    """Items are product ids where the catalogue knows the id or the title, else the words themselves."""
    words = _words(node.config, situation)
    products = [_product(word, situation.setting.workspace) for word in words]
    total, why = _total(node.config, situation, products)
    items = tuple(found.id if found else word for found, word in zip(products, words, strict=True))
    number = _new_id(situation)
    order = Order(number, situation.now, total, node.config.get("status") or "new", items)
    return go("next", OrderRegistered(order), FieldSet(ORDER_ID, number), why=why)


def _words(config: Config, situation: Situation) -> list[str]:
    """What was bought: the products chosen here, and those a field holds as a list or parted by commas."""
    held = situation.value(config.get("items_field", "")) or ()
    written = (
        held.split(",") if isinstance(held, str) else list(held) if isinstance(held, list | tuple) else [held]
    )
    return [word for one in (*config.get("items", ()), *written) if (word := str(one).strip())]


def _product(word: str, workspace: Workspace) -> Product | None:
    wanted = word.casefold()
    known = workspace.products.values()
    return next((one for one in known if wanted in (one.id.casefold(), one.title.casefold())), None)


def _total(config: Config, situation: Situation, products: list[Product | None]) -> tuple[float, str]:
    """The field's number, else the one written here, else the sum of the catalogue's prices."""
    if config.get("total_field"):
        total = as_number(situation.value(config["total_field"]))
        return (
            (total, "")
            if total is not None
            else (0, f"“{config['total_field']}” holds no number; 0 is taken")
        )
    if config.get("total") is not None:
        return config["total"], ""
    prices = [product.price for product in products if product]
    told = "the total is the sum of the catalogue's prices"
    return round(sum(prices), 2), told if len(prices) == len(
        products
    ) else f"{told}, where it knows the items"


def _new_id(situation: Situation) -> str:
    """The customer's id and a running number that none of their orders has."""
    taken = {order.id for order in situation.customer.orders}
    number = len(taken) + 1
    while f"{situation.customer.id}-{number}" in taken:
        number += 1
    return f"{situation.customer.id}-{number}"


def _change(node: Node, situation: Situation) -> Step:
    wanted = _which(node.config, situation)
    order = next((one for one in situation.customer.orders if one.id == wanted), None)
    if order is None:
        return go(NO_ORDER, why=f"there is no order “{wanted}”" if wanted else "there is no order yet")
    changed = OrderChanged(order.id, node.config["status"])
    return go("next", changed, FieldSet(ORDER_ID, order.id), why=f"order {order.id} was “{order.status}”")


def _which(config: Config, situation: Situation) -> str:
    match config.get("which", "last"):
        case "session":
            return str(situation.value(ORDER_ID) or "")
        case "field":
            return str(situation.value(config.get("order_field", "")) or "").strip()
    return str(situation.value("orders.last_id") or "")


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    kept = FieldSet(ORDER_ID, ANYTHING)
    if _registers(config):
        return (Way(exit="next", effects=(_bought(config, around), kept)),)
    some = {"field": "orders.count", "op": "at_least", "value": 1}
    named = {"session": ORDER_ID, "field": config.get("order_field", "")}.get(config.get("which", "last"))
    if named is None:
        return (
            Way(exit="next", when=(so(some),), effects=(OrderMoved(), kept)),
            Way(exit=NO_ORDER, when=(not_so(some),)),
        )
    known = so({"field": named, "op": "known"})
    return (
        Way(exit="next", when=(known, so(some)), effects=(OrderMoved(), kept)),
        Way(exit=NO_ORDER, when=(not_so(known[0]),)),
        Way(exit=NO_ORDER, when=(known,)),
    )


def _bought(config: Config, around: Around) -> Bought:
    status = config.get("status") or "new"
    if config.get("items_field"):
        return Bought(None, None, status)
    words = [str(one).strip() for one in config.get("items", ())]
    products = [_product(word, around.workspace) for word in words]
    items = tuple(found.id if found else word for found, word in zip(products, words, strict=True))
    total = config.get("total", round(sum(one.price for one in products if one), 2))
    return Bought(items, None if config.get("total_field") else total, status)


def _check(node: Node) -> Iterable[Finding]:
    config = node.config
    if not _registers(config) and not config.get("status"):
        yield Finding("no_status", "{step} does not say which status the order gets.", "status")
    if not _registers(config) and config.get("which") == "field" and not config.get("order_field"):
        yield Finding(
            "no_order_field", "{step} does not say which field holds the order's number.", "order_field"
        )
    if _registers(config) and not any(
        config.get(key) for key in ("items", "items_field", "total", "total_field")
    ):
        yield Finding("empty_order", "{step} registers an order with nothing in it and no total.", "items")


def _summary(config: Config) -> tuple[str, ...]:
    if not _registers(config):
        return (f"{WHICH[config.get('which', 'last')]} → {config.get('status', '')}",)
    total = config.get("total_field") or config.get("total")
    bought = [*config.get("items", ()), *filter(None, [config.get("items_field")])]
    what = ", ".join(bought) or "an order"
    return (what, f"total {total}") if total is not None else (what,)


def _reads(config: Config) -> frozenset[str]:
    return written_to(*(config.get(key) for key in ("items_field", "total_field", "order_field")))


NODE = NodeType(
    type="order",
    label="Order",
    category="data",
    icon="shopping-bag",
    order=40,
    help="Registers what the customer has bought, or changes the status of an order. Its number is then in "
    "{session.order_id}; conditions can look at the orders' count, sum and last date.",
    config=config(
        ("action",),
        action=choice("Do", ACTIONS, "register"),
        items=only(names_of("products", "Products"), action=("register",)),
        items_field=only(
            field_name("And those in a field", "Titles or ids, parted by commas."), action=("register",)
        ),
        total=only(
            optional_number("Total", "Left empty, the prices are added up.", minimum=0), action=("register",)
        ),
        total_field=only(field_name("Or the total from a field"), action=("register",)),
        which=only(choice("Which order", WHICH, "last"), action=("status",)),
        order_field=only(field_name("The field with its number"), which=("field",)),
        status=line(
            "Status",
            "Such as paid, shipped, returned. A new order is “new” if you say nothing.",
            maxLength=40,
        ),
    ),
    example={"action": "status", "which": "last", "status": "paid"},
    exits=_exits,
    run=_run,
    check=_check,
    summary=_summary,
    reads=_reads,
    writes=lambda config: frozenset({ORDER_ID}),
    ways=_ways,
)
