"""What becomes of a job that failed: it is tried again, and after three tries put aside for a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from flowbook.store import Store
from flowbook.store.inbox import TIMER, TRIES, Arrival, bury, mark_failed
from flowbook.store.timers import give_up_timer
from flowbook.store.values import to_text
from runtime.faults import words_of
from runtime.jobs import Due, Incoming, Job, told_of
from runtime.logs import logger
from runtime.metrics import STEP_FAILURES
from runtime.steps import TooLate


@dataclass(slots=True)
class Failures:
    """`tries` of timers; an arrival's stand in its row."""

    store: Store
    tries: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, job: Job, error: Exception, at: datetime) -> int:
        """In the caller's transaction; 1 where it is over with the job for now."""
        why = words_of(error, job)
        _tell(job, error, why)
        match job:
            case Incoming(arrival):
                return mark_failed(self.store, arrival, why, at)
            case Due(customer, timer) if isinstance(error, TooLate) or self._is_third(customer, timer):
                self._put_aside(job, why, at)
        return 1

    def _is_third(self, customer: str, timer: str) -> bool:
        self.tries[customer, timer] = self.tries.get((customer, timer), 0) + 1
        return self.tries[customer, timer] >= TRIES

    def _put_aside(self, due: Due, why: str, at: datetime) -> None:
        self.tries.pop((due.customer, due.timer), None)
        timer = give_up_timer(self.store, due.customer, due.timer)
        if timer:
            bury(self.store, Arrival(0, "", TIMER, to_text(timer), due.customer), why, at)


def _tell(job: Job, error: Exception, why: str) -> None:
    if isinstance(error, TooLate):
        logger().warning("put aside", why=why, **told_of(job))
        return
    STEP_FAILURES.inc()
    logger().error("step failed", why=repr(error), exc_info=error, **told_of(job))
