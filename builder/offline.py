"""What the page says while the program does not answer: there all the time, shown by the style sheet."""

from __future__ import annotations

from html import escape

from builder.look import kit
from builder.texts import _


def put_offline() -> None:
    says = _("Flowbook does not answer. What you draw is kept in this tab and saved as soon as it is back.")
    words = f"{kit.icon('cloud-off', 17)}<span>{escape(says)}</span>"
    kit.show(f'<div class="offline" role="status">{words}</div>')
