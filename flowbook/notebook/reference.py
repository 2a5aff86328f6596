"""The reference of cells and expectations that stands in docs/notebooks.md, made from their declarations."""

from __future__ import annotations

from collections.abc import Iterable

from flowbook.notebook.expectations import EXPECTATIONS
from flowbook.notebook.kinds import kinds


def reference() -> str:
    """Markdown."""
    cells = (f"| `{one.name}` | {_cell(one.help)} | `{_cell(one.example)}` |" for one in kinds().values())
    expected = (f"| `{one.name}` | {_cell(one.help)} |" for one in EXPECTATIONS.values())
    return "\n".join(
        [
            *_table(("cell", "what it does", "as it is written"), cells),
            "",
            *_table(("`expect`", "what has to be true"), expected),
            "",
        ]
    )


def _table(head: tuple[str, ...], rows: Iterable[str]) -> list[str]:
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *rows]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
