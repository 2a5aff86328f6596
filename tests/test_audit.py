"""The audit of locked packages: what stops a change, what a note answers, what was not asked."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType
from typing import Any

import pytest

from tests.sources import ROOT

FINE = {"name": "rich", "version": "15.0.0", "vulns": []}
UNKNOWN = {"name": "left", "skip_reason": "Dependency not found on PyPI and could not be audited"}
FLAWED = {
    "name": "open",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2026-7", "aliases": ["CVE-2026-77"], "fix_versions": ["1.1"]}],
}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    loader = SourceFileLoader("audit", str(ROOT / ".ci" / "audit"))
    module = module_from_spec(spec_from_loader("audit", loader))  # type: ignore[arg-type]
    loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("found", "answered", "told"),
    [
        ([FINE], set(), []),
        ([FINE, FLAWED], set(), ["open 1.0: PYSEC-2026-7, mended in 1.1."]),
        ([FINE, FLAWED], {"CVE-2026-77"}, []),
        ([FINE, UNKNOWN], set(), ["left: the index does not know this version."]),
    ],
)
def test_an_advisory_stops_a_change_until_it_is_answered(
    audit: ModuleType, found: list[dict[str, Any]], answered: set[str], told: list[str]
) -> None:
    assert audit.faults(found, answered) == told


def test_an_index_that_knows_nothing_is_no_clean_bill(audit: ModuleType) -> None:
    with pytest.raises(audit.NotReached):
        audit.faults([UNKNOWN, UNKNOWN], set())


def test_what_was_not_audited_is_said_and_is_no_fault(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "ask", lambda: [UNKNOWN])
    assert audit.main() == 0
    assert capsys.readouterr().out.startswith("Not audited: the index that is reached from here")


def test_an_advisory_that_the_page_of_dependencies_names_is_answered(audit: ModuleType) -> None:
    text = "On 3 May CVE-2026-1234 and GHSA-ab12-cd34-ef56: we never call it."
    assert set(audit.ADVISORY.findall(text)) == {"CVE-2026-1234", "GHSA-ab12-cd34-ef56"}
