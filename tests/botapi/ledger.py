"""What each chat was sent, and every call that was made, as the double remembers them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

KINDS = (
    *("text", "photo", "video", "animation", "document", "voice", "audio", "sticker"),
    *("location", "contact", "invoice", "successful_payment"),
)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a message was before it was edited, and when that ended (unix seconds)."""

    at: float
    message: dict[str, Any]
    markup: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One message in one chat. `message` is the Bot API's Message object as it is now."""

    bot: str
    chat_id: int
    message_id: int
    by: str  # "bot" or "customer"
    at: float
    message: dict[str, Any]
    markup: dict[str, Any] | None = None
    edits: tuple[Edit, ...] = ()
    deleted_at: float | None = None

    @property
    def kind(self) -> str:
        return next((kind for kind in KINDS if kind in self.message), "service")

    @property
    def text(self) -> str:
        """The plain text that a person reads, without markup: the text or the caption."""
        return str(self.message.get("text", self.message.get("caption", "")))

    @property
    def buttons(self) -> list[list[dict[str, Any]]]:
        """The rows of the inline or reply keyboard that came with the message."""
        return button_rows(self.markup)

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.buttons for button in row]

    def line(self) -> str:
        """The message in one line: who, what, and the buttons in square brackets."""
        what = self.text if self.kind == "text" else f"<{self.kind}> {self.text}".rstrip()
        buttons = f" [{' | '.join(self.labels)}]" if self.labels else ""
        return f"{self.by}: {what}{buttons}"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method, in the order in which the calls came."""

    number: int
    at: float
    took: float
    bot: str
    method: str
    params: dict[str, Any]
    files: tuple[str, ...]
    status: int  # the HTTP status that the service meant to answer with
    result: Any  # for getUpdates: the update ids
    description: str
    fault: str  # the kind of the fault that hit the call, or ""


def button_rows(markup: Mapping[str, Any] | None) -> list[list[dict[str, Any]]]:
    """Rows of buttons, each a dictionary; plain strings of reply keyboards become one too."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [[{"text": b} if isinstance(b, str) else dict(b) for b in row] for row in rows]


def to_json(record: Entry | Call) -> dict[str, Any]:
    return asdict(record)


def read_entry(data: Mapping[str, Any]) -> Entry:
    """An entry from its JSON, as the control address gives it."""
    return Entry(**{**data, "edits": tuple(Edit(**edit) for edit in data["edits"])})


def read_call(data: Mapping[str, Any]) -> Call:
    return Call(**{**data, "files": tuple(data["files"])})


def busiest(times: list[float], window: float) -> int:
    """The most events that fell into any window of that many seconds, both edges included."""
    ordered, first, most = sorted(times), 0, 0
    for last, at in enumerate(ordered):
        while at - ordered[first] > window:
            first += 1
        most = max(most, last - first + 1)
    return most
