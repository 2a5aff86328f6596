"""Faults on demand: what goes wrong, with which method, how often."""

from dataclasses import dataclass, replace

KINDS = ("retry_after", "error", "refuse", "latency", "jitter", "cut_before", "cut_half")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    kind: "retry_after" (429), "error" (5xx, `code`), "refuse" (`code` and `description`), "latency"
    (`seconds` before the answer), "jitter" (up to `seconds` before it takes effect, and as many again
    before the answer), "cut_before" (connection closed without an answer), "cut_half" (closed after half
    of the answer).  `applied` says whether the call takes effect all the same; None means: yes for latency
    and cuts, no for the others.
    """

    kind: str
    method: str = "*"
    times: int | None = 1  # None: until cleared
    skip: int = 0  # calls that go well first
    bot: str = ""
    chat_id: int | None = None
    code: int = 502
    description: str = ""
    seconds: float = 1.0
    applied: bool | None = None

    @property
    def takes_effect(self) -> bool:
        return (
            self.kind in ("latency", "jitter", "cut_before", "cut_half")
            if self.applied is None
            else self.applied
        )

    def strikes(self, method: str, bot: str, chat_id: str) -> bool:
        return (
            self.method.lower() in ("*", method.lower())
            and self.bot in ("", bot)
            and (self.chat_id is None or str(self.chat_id) == chat_id)
        )


class Faults:
    """The faults that wait to happen, in the order in which they were ordered."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def order(self, fault: Fault) -> None:
        if fault.kind not in KINDS:
            raise ValueError(f"No fault is called {fault.kind}; there are {', '.join(KINDS)}.")
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def strike(self, method: str, bot: str, chat_id: str) -> Fault | None:
        """The fault that hits this call, if any; counts it as done."""
        for place, fault in enumerate(self.waiting):
            if not fault.strikes(method, bot, chat_id):
                continue
            if fault.skip:
                self.waiting[place] = replace(fault, skip=fault.skip - 1)
                continue
            if fault.times is not None:
                self.waiting[place] = replace(fault, times=fault.times - 1)
                if fault.times <= 1:
                    del self.waiting[place]
            return fault
        return None
