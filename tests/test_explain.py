"""Explanations: every kind has its own, the days they count are the engine's, the parts add up to the whole."""

from datetime import date

import pytest
from wcwidth import wcswidth

from compliance import checks
from compliance.behind import Behind
from compliance.checks import Composite
from compliance.checks.deadline import Deadline
from compliance.checks.response import Response
from compliance.checks.staged import Staged
from compliance.load import yaml
from compliance.model import State
from compliance.pipeline import assess
from compliance.report.table import wrap
from compliance.report.view import answers, spans
from compliance.report.view.explain import KINDS, explain
from compliance.validate.cases import as_rule_set, read_cases
from compliance.validate.evidence import read_evidence
from compliance.validate.ruleset import read_rule_set
from tests.conftest import ROOT
from tests.test_county import run as county

CASES = sorted((ROOT / "tests" / "checks").glob("*.yaml")) + sorted((ROOT / "tests" / "markings").glob("*.yaml"))


def runs(file):
    """Each run of the cases of a file with the units and the items they are about."""
    document = yaml.read(file)
    rule_set, _ = read_rule_set([as_rule_set(document)])
    cases = read_cases(document, rule_set)
    for day in dict.fromkeys(each.as_of or rule_set.end for each in cases):
        here = [each for each in cases if (each.as_of or rule_set.end) == day]
        evidence, _ = read_evidence([each.head for each in here], rule_set, day, {})
        run = assess(rule_set, evidence, day)
        for case, unit in zip(here, run.results(), strict=True):
            yield run, unit, next(each for each in (*unit.items, *unit.bonuses, *unit.veto_items) if each.item.id == case.item)


def told(code, name, lang="zh"):
    unit = next(each for each in county().results() if each.code == code)
    result = next(each for each in (*unit.items, *unit.bonuses, *unit.veto_items) if each.item.id == name)
    return "\n".join(explain(lang, county(), unit, result))


def test_every_kind_is_explained() -> None:
    own = {name for name in checks.kinds() if not issubclass(checks.kind(name), Composite)}

    assert own - {"judged"} == set(KINDS)


@pytest.mark.parametrize("file", CASES, ids=lambda each: f"{each.parent.name}/{each.stem}")
def test_every_case_can_be_explained_in_both_languages(file) -> None:
    for run, unit, result in runs(file):
        for lang in ("zh", "en"):
            lines = list(explain(lang, run, unit, result))
            assert lines[0].startswith(f"{result.item.id} ")
            assert not [line for line in lines if "None" in line or "{" in line]


@pytest.mark.parametrize(
    "file", [each for each in CASES if each.stem in ("deadline", "response", "staged")], ids=lambda each: each.stem
)
def test_the_days_that_are_counted_out_are_those_of_the_engine(file) -> None:
    compared = 0
    for run, _, result in runs(file):
        check = result.item.check
        if not isinstance(check, (Deadline, Response, Staged)):
            continue
        for found in result.findings:
            if not found.row or found.cause not in ("late", "overdue") or found.limit is None:
                continue
            if isinstance(check, Response):
                answer = answers.answer(check, found.row, run.as_of)
                span = spans.Span("", answer.start, answer.limit, answer.due, "", answer.end)
            else:
                span = spans.span("zh", check, found.row, run.as_of)
            assert span.due == date.fromisoformat(found.limit)
            if found.excess is not None:
                assert span.late(run.as_of) == found.excess // 1_000_000
            compared += 1

    assert compared > 1


@pytest.mark.parametrize("stem", ["all_of", "any_of", "not"])
def test_parts_are_those_that_the_whole_was_judged_by(stem) -> None:
    compared = 0
    for run, unit, result in runs(ROOT / "tests" / "checks" / f"{stem}.yaml"):
        check = result.item.check
        if isinstance(check, Composite) and result.subjects:
            states = [each.state for each in Behind(run, unit.code).parts(check, result)]
            fails, passes = states.count(State.FAIL), states.count(State.PASS)
            faults = {
                "all_of": fails,
                "any_of": int(fails > 0 and fails + states.count(State.NOT_APPLICABLE) == len(states)),
                "not": passes,
            }
            assert result.faults == faults[type(check).__module__.rpartition(".")[2]]
            compared += 1

    assert compared > 3


@pytest.mark.parametrize(
    ("code", "name", "phrases"),
    [
        ("0302", "6.1", ["第 20 个工作日 2025-11-19", "延期告知 空着：告知不在期限（2025-11-19）内，延期不算", "补正收到 2025-05-29（周四，当日不算），从这天重新计算",
                         "征求意见 2025-09-17 至 2025-09-29，停 9 个工作日；第 29 个工作日 2025-10-29", "周末上班 09-28、10-11", "1.5 - (0.50 + 0.50) = 0.50"]),
        ("0302", "4.10", ["满 10个工作日是 2025-04-16", "公示了 8 个工作日，短 2 个工作日", "要保留到 2025-08-31，没有撤下"]),
        ("0106", "5.4", ["最近更新 2025-03-14，3个月，最后一天 2025-06-14", "√ C1 公示栏", "2 × 1 ÷ 2 = 1.00"]),
        ("0302", "3.9", ["√ P1 招标结果", "完成日期 2025-06-26（周四，当日不算），第 20 个工作日 2025-07-24，公开日期 2025-07-03，没有超期"]),
        ("0404", "4.3", ["× 春季　未达标", "! G27 春季收费公示 超期 4 天", "最后一天 2025-02-17，公开日期 2025-02-21，超期 4 天", "evidence.yaml:45:5"]),
        ("0108", "3.10", ["2025-Q1（2025-01-01 至 2025-03-31）：1 条 G22 财务收支 2025-02-14", "! 2025-Q2（2025-04-01 至 2025-06-30）：0 条", "4 - 3 × 1.00 = 1.00"]),
        ("0101", "1.2", ["有 2 条：H", "不少于 2"]),
        ("0107", "4.5", ["收费通知单发放数 568 ÷ 收费学生数 585 = 97.09%，目标 100%", "1 × 97.094017% ÷ 100% = 0.97"]),
        ("0303", "4.5", ["收费学生数：1369", "1364 收费台账", ":106:5"]),
        ("0101", "2.3", ["· G1 校务公开目录 2025-03-11　写了 公开内容、公开形式、公开时间"]),
        ("0202", "V1", ["否决", "1 起，1 起就否决：等次不高于合格，触发", "来源 家长来电", "evidence.yaml:87:5"]),
        ("0406", "V5", ["1 起，3 起就否决：等次不高于合格，没有触发", "· Q1 收取未公示费用（2025-09-10）"]),
        ("0202", "6.5", ["等级：优 2、良 1.6、一般 1.2、差 0", "评分（自评）：等级 良", "评分人 校务公开领导小组"]),
        ("0101", "5.6", ["征求意见 2025-05-26 H9 → 决定 2025-06-17 H10"]),
        ("0202", "1.7", ["登记了 Z6 党风廉政建设责任制 2025-03-11，但不符合：要素 为 校务公开"]),
        ("0108", "2.5", ["共 32 处，缺审查日期   各扣 0.50", "evidence.yaml:16-47", "2 - 32 × 0.50，扣完为止 = 0.00"]),
        ("0109", "5.3", ["5 - 5 × 1.00 = 0.00", "√ G18 财务收支 2025-02-13"]),
        ("0303", "5.3", ["至今没有办，已超期 122 个工作日"]),
    ],
)  # fmt: skip
def test_explanations_of_the_county(code, name, phrases) -> None:
    text = told(code, name)

    assert [each for each in phrases if each not in text] == []


def test_every_source_that_is_cited_is_spelled_out() -> None:
    text = told("0108", "3.10")

    assert all(each in text for each in ("F1 教育部关于推进", "F4 中华人民共和国学前教育法", "F12 各地考核实例"))
    assert "F2 中华" not in text


def test_a_veto_has_an_effect_and_no_points() -> None:
    head = told("0202", "V1")

    assert "分值" not in head
    assert "全得或不得" not in head
    assert "泄露个人信息 泄露个人信息" not in head


def test_explanations_stay_readable() -> None:
    for unit in county().results():
        for result in (*unit.items, *unit.bonuses, *unit.veto_items):
            lines = list(explain("zh", county(), unit, result))
            assert len(lines) <= 45, (unit.code, result.item.id)
            assert max(wcswidth(part) for line in lines for part in wrap(line, 80)) <= 80
