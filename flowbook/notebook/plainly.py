"""A report as plain JSON, for scripts."""

from __future__ import annotations

from typing import Any

from flowbook.notebook.coverage import Coverage
from flowbook.notebook.playing import NotebookRun, Report, ScenarioRun


def report_to_json(report: Report) -> dict[str, Any]:
    return {
        "passed": report.passed,
        "notebooks": [_notebook_json(one) for one in report.notebooks],
        "coverage": {one.flow.id: _coverage_json(one) for one in report.coverage},
    }


def _notebook_json(one: NotebookRun) -> dict[str, Any]:
    return {
        "path": one.ground.notebook.file,
        "title": one.ground.notebook.title,
        "flow": one.ground.flow.id,
        "passed": one.passed,
        "unused": [{"cell": cell.id, "line": cell.line, "sentence": told} for cell, told in one.unused],
        "runs": [
            {"key": run.scenario.key, "passed": run.passed, "cells": _cells_json(run)} for run in one.runs
        ],
    }


def _cells_json(run: ScenarioRun) -> list[dict[str, Any]]:
    return [
        {
            "id": outcome.cell.id,
            "state": outcome.state,
            "failures": [failure.sentence for failure in outcome.failures],
        }
        for outcome in run.outcomes
    ]


def _coverage_json(one: Coverage) -> dict[str, Any]:
    return {
        kind: {
            "total": share.total,
            "seen": share.seen,
            "checked": share.checked,
            "percent": round(share.percent, 1),
            "missing": [[target.node, *target.detail] for target in share.missing],
        }
        for kind, share in one.shares.items()
    }
