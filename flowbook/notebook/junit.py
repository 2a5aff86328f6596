"""A report as JUnit XML, which build servers read: a case is one notebook with one customer."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from flowbook.notebook.playing import NotebookRun, Report, ScenarioRun

_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """One suite for each notebook. Characters that XML cannot hold become �."""
    root = ET.Element("testsuites", name="flowbook")
    for one in report.notebooks:
        root.append(_suite(one))
    for name in ("tests", "failures"):
        root.set(name, str(sum(int(suite.get(name, 0)) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(one: NotebookRun) -> ET.Element:
    notebook = one.ground.notebook
    cases = [_case(one, run) for run in one.runs] + _unused(one)
    failures = sum(case.find("failure") is not None for case in cases)
    suite = ET.Element("testsuite", name=_fit(notebook.title), file=_fit(notebook.file))
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(failures))
    suite.extend(cases)
    return suite


def _case(one: NotebookRun, run: ScenarioRun) -> ET.Element:
    case = ET.Element("testcase", classname=_fit(one.ground.notebook.title), name=_fit(run.scenario.label))
    told = [
        f"{outcome.cell.place}: {failure.sentence}"
        for outcome in run.outcomes
        for failure in outcome.failures
    ]
    if told:
        _fail(case, told)
    return case


def _unused(one: NotebookRun) -> list[ET.Element]:
    """Accepted snapshots that nobody uses are a case of their own."""
    if not one.unused:
        return []
    case = ET.Element("testcase", classname=_fit(one.ground.notebook.title), name="snapshots")
    _fail(case, [f"{cell.place}: {sentence}" for cell, sentence in one.unused])
    return [case]


def _fail(case: ET.Element, told: list[str]) -> None:
    failure = ET.SubElement(case, "failure", message=_fit(told[0]))
    failure.text = _fit("\n".join(told))


def _fit(text: str) -> str:
    return _UNFIT.sub("�", text)
