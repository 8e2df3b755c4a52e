"""The report of one unit: the number first, then what it is made of, then every point with its clause, then who signs."""

from __future__ import annotations

from compliance.assessment import Assessment, UnitResult
from compliance.averages import Averages
from compliance.report.pieces import UnitReport
from compliance.report.view.detail import Detail
from compliance.report.view.overview import Overview
from compliance.report.view.remedies import Remedies, grouped
from compliance.values import write_decimal
from compliance.words import Lang


def unit_report(lang: Lang, run: Assessment, unit: UnitResult, fingerprint: str, known: Averages, office: str = "") -> UnitReport:
    """All pieces of the report, in the order of the page. known: the averages of the run's classes, for comparison."""
    first, detail, last = (
        Overview(lang, run, unit, known.get(unit.unit_class, {})),
        Detail(lang, run, unit),
        Remedies(lang, run, unit),
    )
    rules, say = run.rule_set, first.say
    subtitle = say("report.result", year=rules.start.year, layer=say(run.layer))
    return UnitReport(
        lang=lang,
        file_title=f"{unit.name} {subtitle}",
        author="gongkai",
        head=(f"{office}　{rules.title}".strip("　"), say("rule_set", id=rules.id, version=rules.version)),
        title=unit.name,
        subtitle=subtitle,
        facts=first.facts(),
        full=write_decimal(rules.scoring.full_marks),
        **first.number(),
        layers=first.layers(),
        alarm=first.alarm(),
        lost=first.lost(),
        listings=tuple(first.listings()),
        notes=(first.notes(),),
        captions=(say("overview"), say("detail"), say("problems")),
        detail=detail.detail(),
        detail_notes=detail.detail_notes(),
        **last.problems(),
        recommendations=last.recommendations(),
        signatures_title=say("signatures"),
        signatures=last.signatures(),
        seal=last.seal(fingerprint),
        qr=f"{unit.code} {fingerprint}",
        fingerprint=say("fingerprint", hash=grouped(fingerprint[:16])),
        copies=say("copies"),
        page=say("page", page="{page}", pages="{pages}"),
    )
