"""A small flow with one of each mechanism that a rehearsal shows, and a data folder that holds it."""

from datetime import UTC, datetime
from pathlib import Path

from flowbook.customer import Customer, Order
from flowbook.flow import Flow, Node, with_node
from flowbook.store import Store, open_store
from flowbook.store.customers import add_customer
from flowbook.store.folder import save_flow
from flowbook.store.workspaces import save_workspace

FLOW = "shoes"
START = datetime(2026, 3, 3, 8, 40, tzinfo=UTC)
"""A Tuesday, 10:40 in Vilnius."""
WORKSPACE = {
    "name": "Sole Studio",
    "timezone": "Europe/Vilnius",
    "languages": ["en", "ru"],
    "currency": "EUR",
    "fields": [{"name": "size", "label": "Shoe size"}, {"name": "code", "label": "Code"}],
    "tags": ["booked", "runner"],
    "stages": ["new", "customer"],
    "events": ["cart_abandoned"],
    "segments": {"regulars": {"orders": "count", "op": "at_least", "value": 1}},
    "teams": [{"name": "shop", "label": "Shop floor"}],
}
BUTTONS = [
    {"id": "small", "label": "36–38"},
    {"id": "large", "label": "39–41"},
    {"id": "person", "label": "Ask us"},
]

ASKED_FOR = """\
notebook: Somebody asks for a pair
flow: shoes
customers:
  - {id: ann, set: {first_name: Ann}}
  - {id: bob, set: {first_name: Bob}}
cells:
  - {id: begin, say: /start}
  - id: asked
    expect: {reply: [{contains: your next pair}, {contains: Which size}]}
"""
"""A test of it that passes."""


def shoes() -> Flow:
    return Flow(FLOW, "Shoe order", _nodes(), languages=("en", "ru"))


def greeting_otherwise() -> Flow:
    """With a first message that the test above does not expect."""
    return with_node(shoes(), Node("hello", "message", "Say hello", {"text": "Hi!"}, {"next": "size"}))


def _nodes() -> tuple[Node, ...]:
    hello = {"en": "Hi {first_name}! Looking for your next pair?", "ru": "Здравствуйте, {first_name}!"}
    photo = {"kind": "photo", "source": "https://pictures.example/pair.jpg"}
    size = {"text": "Which size shall we keep for you?", "buttons": BUTTONS, "save_to": "size"}
    late = {"no_answer_after": {"amount": 2, "unit": "hours"}}
    stock = {"url": "https://shop.example/stock", "save": [{"path": "left", "save_to": "session.left"}]}
    wait = {"after": {"amount": 2, "unit": "hours"}, "at": "10:00"}
    again = {
        "text": "Your pair in {size} is still here. Will you come by?",
        "buttons": [{"id": "yes", "label": "Yes"}],
    }
    cart = {"name": "cart_abandoned"}
    return (
        Node("start", "start", "A link or Start", {}, {"next": "hello"}),
        Node("hello", "message", "Say hello", {"text": hello, "media": photo}, {"next": "size"}),
        Node("size", "menu", "Pick a size", size | late, _after_size()),
        Node(
            "stock",
            "http_request",
            "Ask the stock",
            stock,
            {"success": "booked", "error": "sorry", "timeout": "sorry"},
        ),
        Node("booked", "tag", "Reserve the pair", {"add": ["booked"]}, {"next": "wait"}),
        Node("wait", "delay", "Wait till 10:00", wait, {"next": "again"}),
        Node("again", "menu", "Reminder", again | late, {"yes": "bye", "no_answer": "bye"}),
        Node("sorry", "message", "Cannot tell", {"text": "We cannot look that up now."}),
        Node("person", "hand_over", "Shop assistant", _person(), {"handed_back": "bye", "nobody": "bye"}),
        Node("bye", "message", "Say goodbye", {"text": "See you!"}),
        Node("cart", "event", "Cart left behind", cart, {"next": "size"}),
    )


def _after_size() -> dict[str, str]:
    return {"small": "stock", "large": "stock", "person": "person", "no_answer": "bye"}


def _person() -> dict[str, object]:
    after = {"amount": 30, "unit": "minutes"}
    return {"team": "shop", "text": "One moment.", "when": "always", "nobody_after": after}


def anna() -> Customer:
    """A sample customer with a past."""
    fields = {"first_name": "Anna", "last_name": "Petrova", "language": "en", "timezone": "Europe/Vilnius"}
    order = Order("A-1", datetime(2026, 2, 14, tzinfo=UTC), 89.0, "paid")
    return Customer(
        "anna", START, fields, frozenset({"runner"}), "new", (order,), last_seen=START, invented=True
    )


def folder_with_shoes(data: Path) -> Store:
    """Workspace, draft and one sample customer; nothing is published."""
    save_workspace(data, WORKSPACE)
    save_flow(data, shoes())
    store = open_store(data)
    add_customer(store, anna())
    return store
