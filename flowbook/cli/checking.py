"""`flowbook check`: what is wrong with flows, in sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from flowbook.checks import Issue, check
from flowbook.cli.common import FINE, PROBLEMS, UNREADABLE, AsJson, complain, say, show_json
from flowbook.cli.places import Found, find_flows, neighbours, workspace_above
from flowbook.flow import Flow

SIGNS = {"error": "✗", "warning": "!"}


def check_flows(
    places: Annotated[list[Path], typer.Argument(help="Flow files, or folders with flow files in them.")],
    as_json: AsJson = False,
    errors_only: Annotated[bool, typer.Option("--errors-only", help="Leave warnings out.")] = False,
) -> None:
    """Check flows and say what is wrong with them.

    Exit code 0 when nothing is wrong, 1 when problems were found, 2 when a file cannot be read."""
    found = [one for place in places for one in find_flows(place)]
    results = [(one, _issues(one, errors_only)) for one in found]
    if as_json:
        show_json([_json(one, issues) for one, issues in results])
    else:
        for one, issues in results:
            _tell(one, issues)
    unreadable = any(one.flow is None for one in found)
    problems = any(issues for _, issues in results)
    raise typer.Exit(UNREADABLE if unreadable else PROBLEMS if problems else FINE)


def _issues(found: Found, errors_only: bool) -> list[Issue]:
    if found.flow is None:
        return []
    issues = check(found.flow, workspace_above(found.path), neighbours(found.path, found.flow))
    return [issue for issue in issues if issue.severity == "error" or not errors_only]


def _tell(found: Found, issues: list[Issue]) -> None:
    if found.flow is None:
        complain(found.problem)
        return
    steps = len(found.flow.nodes)
    say(
        f"{found.path}: “{found.flow.title}”, {steps} steps, "
        + (f"{len(issues)} to look at" if issues else "fine")
    )
    for issue in issues:
        say(f"  {SIGNS[issue.severity]} {issue.sentence}{_where(found.flow, issue)}")
        if issue.fix:
            say(f"      Fix in the builder: {issue.fix.label}")


def _where(flow: Flow, issue: Issue) -> str:
    if not issue.node:
        return ""
    return f"  [{issue.node}{'.' + issue.field if issue.field else ''}]"


def _json(found: Found, issues: list[Issue]) -> dict[str, Any]:
    return {
        "path": str(found.path),
        "flow": found.flow.id if found.flow else None,
        "unreadable": found.problem or None,
        "issues": [
            {
                "code": issue.code,
                "severity": issue.severity,
                "node": issue.node or None,
                "field": issue.field or None,
                "sentence": issue.sentence,
                "fix": issue.fix.label if issue.fix else None,
            }
            for issue in issues
        ],
    }
