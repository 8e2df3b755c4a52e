"""The summary of many units for a leader: the result in a sentence, six figures, the ranking, then what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.report.parts import Cell
from compliance.report.pieces import SummaryReport
from compliance.report.view.remedies import grouped
from compliance.report.view.summary_findings import SummaryFindings
from compliance.report.view.summary_ranking import SummaryRanking
from compliance.report.view.told import Told, number
from compliance.summary import Summary
from compliance.values import write_decimal
from compliance.words import Lang


def summary_report(lang: Lang, summary: Summary, office: str = "") -> SummaryReport:
    """All pieces of the summary, in the order of the pages."""
    front, ranking, findings = _Front(lang, summary), SummaryRanking(lang, summary), SummaryFindings(lang, summary)
    rules, say = summary.rule_set, front.say
    return SummaryReport(
        lang=lang,
        file_title=f"{rules.title} {say('summary.file', year=rules.start.year, layer=say(summary.layer))}",
        author="gongkai",
        head=(f"{office}　{rules.title}".strip("　"), front.running()),
        title=front.title(),
        figures=tuple(front.figures()),
        ranking=ranking.whole(),
        shorts=ranking.shorts(),
        losses=findings.losses(),
        distribution=findings.distribution(),
        recommendations=findings.recommendations(),
        notes_title=say("summary.notes"),
        notes=tuple(findings.notes()),
        captions=(say("summary.ranking"), say("summary.findings"), say("summary.ranking.all")),
        legend=front.legend(),
        fingerprint=say("fingerprint", hash=grouped(summary.digest[:16])),
        page=say("page", page="{page}", pages="{pages}"),
    )


class _Front(Told):
    """The title and the figures."""

    def running(self) -> str:
        rules, as_of = self.rules, self.summary.as_of.isoformat()
        parts = (
            self.say("rule_set", id=rules.id, version=rules.version),
            self.say("as_of", as_of=as_of),
            self.say(self.summary.layer),
        )
        return "　".join(parts)

    def title(self) -> str:
        """One sentence that says the result."""
        found = self.summary
        if not found.scored:
            return self._of("summary.title.nothing")
        text = self._of("summary.title", score=self.average(found.total))
        if found.units == 1:
            grade = next((each.name for each, count in found.grades if count), self.say("summary.uncertain"))
            return text + (self.say("summary.title.grade", grade=grade) if len(self.rules.grades) > 1 else "")
        return text + "".join(self._remainder())

    def _of(self, key: str, **values: str) -> str:
        found = self.summary
        if found.units == 1:
            return self.say(f"{key}.one", name=found.classes[0].lines[0].name, **values)
        return self.say(key, count=number(found.scored or found.units), **values)

    def _remainder(self) -> Iterator[str]:
        """How many are at the lowest grade, of how many nothing certain can be said, and nothing at all."""
        found = self.summary
        if len(self.rules.grades) > 1:
            lowest, count = found.grades[-1]
            if count:
                yield self.say("summary.title.lowest", count=number(count), grade=lowest.name)
            elif not found.uncertain:
                yield self.say("summary.title.lowest.none", grade=lowest.name)
            if found.uncertain:
                yield self.say("summary.title.uncertain", count=number(found.uncertain))
        if found.blank:
            yield self.say("summary.title.blank", count=number(found.blank))

    def figures(self) -> Iterator[tuple[Cell, str]]:
        """The average, each grade, and what is still open."""
        found = self.summary
        key = "summary.average.of" if found.blank and found.scored else "summary.average"
        average = self.average(found.total) or "—"
        yield Cell(average), self.say(key, layer=self.say(found.layer), count=number(found.scored))
        grades = found.grades if len(found.grades) > 1 else ()
        for place, (grade, count) in enumerate(grades):
            quota = None if grade.quota is None else f"{write_decimal(grade.quota)}%"
            label = grade.name if quota is None else self.say("summary.quota", grade=grade.name, share=quota)
            yield Cell(number(count), "red" if count and place == len(grades) - 1 else "ink"), label
        counts = (found.uncertain, found.blank, found.open_items)
        yield Cell(" / ".join(number(each) for each in counts)), self.say("summary.open")

    def legend(self) -> str:
        has_quota = any(each.quota is not None for each in self.rules.grades)
        return self.say("summary.legend") + (self.say("summary.legend.quota") if has_quota else "")
