"""The report of one unit: the number first, then what it is made of, then every point with its clause, then who signs."""

from __future__ import annotations

from compliance.assessment import Assessment, UnitResult
from compliance.model import State
from compliance.report.parts import UnitReport
from compliance.report.view.detail import Detail
from compliance.report.view.overview import Overview
from compliance.report.view.remedies import Remedies, grouped
from compliance.report.view.screen import score_text
from compliance.values import write_decimal
from compliance.words import Lang


def unit_report(lang: Lang, run: Assessment, unit: UnitResult, fingerprint: str) -> UnitReport:
    """All pieces of the report, in the order of the page."""
    first, detail, last = Overview(lang, run, unit), Detail(lang, run, unit), Remedies(lang, run, unit)
    rules = run.rule_set
    subtitle = first.say("report.result", year=rules.start.year, layer=first.say(run.layer))
    is_empty = unit.score is None or all(each.state in (State.NOT_CHECKED, State.NOT_APPLICABLE) for each in unit.items)
    return UnitReport(
        lang=lang,
        file_title=f"{unit.name} {subtitle}",
        author="gongkai",
        head=(rules.title, first.say("rule_set", id=rules.id, version=rules.version)),
        title=unit.name,
        subtitle=subtitle,
        facts=first.facts(),
        score="" if is_empty else score_text(unit, rules.scoring.places),
        full=write_decimal(rules.scoring.full_marks),
        empty=first.say("grade.none") if is_empty else "",
        grade="" if is_empty else (unit.grade.name if unit.grade else ""),
        grade_note="" if is_empty else first.grade_note(),
        layers=first.layers(is_empty=is_empty),
        scale=None if is_empty else first.scale(),
        bars_title=first.say("bars"),
        bars=() if is_empty else tuple(first.bars()),
        alarm=first.alarm(),
        lost=first.lost(),
        listings=tuple(first.listings()),
        notes=(first.notes(),),
        captions=(first.say("overview"), first.say("detail"), first.say("problems")),
        detail=detail.detail(),
        detail_notes=detail.detail_notes(),
        issues_title=first.say("problems"),
        issues=tuple(last.issues()),
        remedy_label=first.say("remedy.label"),
        recommendations=last.recommendations(),
        signatures_title=first.say("signatures"),
        signatures=last.signatures(),
        seal=last.seal(fingerprint),
        qr=f"{unit.code} {fingerprint}",
        fingerprint=first.say("fingerprint", hash=grouped(fingerprint[:16])),
        copies=first.say("copies"),
        page=first.say("page", page="{page}", pages="{pages}"),
    )
