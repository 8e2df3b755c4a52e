"""Runs over many invented units, for tests of the summary: points by hand, so that every figure can be reckoned on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from compliance.assessment import Assessment
from compliance.load.yaml import parse
from compliance.model import RuleSet
from compliance.pipeline import assess
from compliance.summarize import summarize
from compliance.summary import Summary
from compliance.tabular import results_of
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set

DAY = date(2025, 12, 31)

HEAD = """规则集: 汇总
版本: 1
状态: 草稿
名称: 某市校务公开考核细则
适用: [小学, 初中]
考核期: {{起: 2025-01-01, 止: 2025-12-31}}
依据: {{F1: 某办法}}
评分: {{满分: {full}}}
等次: [{{名称: 优秀, 下限: {excellent}{quota}}}, {{名称: 良好, 下限: {good}}}, {{名称: 不合格, 下限: 0}}]
否决项:
  - {{编号: V1, 名称: 弄虚作假, 检查: {{类型: 不得有, 表: 情形}}, 结果: {{等次: 不合格}}}}
奖惩建议:
  - {{当: {{等次: 优秀}}, 建议: 通报表扬, 用途: [评先, 通报], 依据: F1 第一条, 决定人: 领导小组}}
  - {{当: {{等次: 不合格}}, 建议: 约谈, 用途: [约谈, 整改], 整改期限: 15个工作日, 依据: F1 第二条, 决定人: 局党组}}
"""

ITEM = "{{编号: {id}, 名称: {title}, 分值: {points}, 依据: F1, 检查: {{类型: 人工评分}}, 计分: {{方式: 等级}}{extra}}}"


@dataclass(frozen=True)
class School:
    """points: in each item, None where nobody has marked it; with `is_false` a veto fires."""

    kind: str
    points: Sequence[float | None]
    name: str = ""
    is_false: bool = False


def rules(items: Sequence[tuple[str, str, int, str]], groups: Sequence[Sequence[int]] = (), quota: str = "") -> RuleSet:
    """A rule set of judged items (id, title, points, further keys); groups by the places of their items."""
    full = sum(points for _, _, points, _ in items)
    lines = [ITEM.format(id=name, title=title, points=points, extra=extra) for name, title, points, extra in items]
    text = HEAD.format(full=full, excellent=full * 9 // 10, good=full * 6 // 10, quota=quota)
    if groups:
        text += "分组:\n"
        for number, places in enumerate(groups, start=1):
            text += f"  - 编号: G{number}\n    名称: 第{number}类公开工作\n    指标:\n"
            text += "".join(f"      - {lines[place]}\n" for place in places)
    else:
        text += "指标:\n" + "".join(f"  - {line}\n" for line in lines)
    return read_rule_set([parse(text.encode(), "r.yaml")])[0]


def run_of(rule_set: RuleSet, schools: Sequence[School]) -> Assessment:
    """The assessment of the schools, in codes 0001, 0002 …"""
    ids = [each.id for each in rule_set.root.items()]
    heads = []
    for number, school in enumerate(schools, start=1):
        name = school.name or f"第{number}学校"
        text = f'单位: {{代码: "{number:04d}", 名称: {name}, 类别: {school.kind}}}\n年度: 2025\n规则集: 汇总\n'
        text += "情形:\n  - {类型: 查实, 日期: 2025-05-06}\n" if school.is_false else "情形: 无\n"
        marks = zip(ids, school.points, strict=True)
        rows = [f"  - {{编号: {item}, 层次: 自评, 得分: {points}}}\n" for item, points in marks if points is not None]
        text += "评分:\n" + "".join(rows) if rows else ""
        heads.append(read_head(parse(text.encode(), f"{number}.yaml")))
    evidence, _ = read_evidence(heads, rule_set, DAY, {})
    return assess(rule_set, evidence, DAY)


def summary_of(rule_set: RuleSet, schools: Sequence[School]) -> Summary:
    return summarize(results_of(run_of(rule_set, schools)))


TWO = rules([("1", "制度", 60, ""), ("2", "时限", 40, "")])
"""Two items of 60 and 40 points, three grades from 90 and 60, a veto."""
