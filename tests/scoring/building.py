"""Small rule sets and evidence of scoring tests, put together from lines."""

from __future__ import annotations

from datetime import date

from compliance.assessment import ItemResult, UnitResult
from compliance.load.yaml import parse
from compliance.pipeline import assess
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set

M = 1_000_000

HEAD = """\
规则集: 试
版本: 1
状态: 草稿
名称: 试
适用: [小学, 初中]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 试}
等次: [{名称: 优秀, 下限: 90}, {名称: 良好, 下限: 80}, {名称: 合格, 下限: 60}, {名称: 不合格, 下限: 0}]
"""
NO_INCIDENTS = "情形: 无"

LOSES = "类型: 清单齐全, 清单: [甲, 乙, 丙], 表: 制度"
LATE = "类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 5天"
ON_TIME = "{事项: 甲, 标题: 甲, 形成日期: 2025-03-01, 公开日期: 2025-03-06, 载体: 公开栏, 保密审查人: 张}"
TOO_LATE = "{事项: 甲, 标题: 甲, 形成日期: 2025-03-01, 公开日期: 2025-03-08, 载体: 公开栏, 保密审查人: 张}"
CANNOT_TELL = "{事项: 甲, 标题: 甲, 形成日期: , 公开日期: 2025-03-08, 载体: 公开栏, 保密审查人: 张}"
PENDING = "{事项: 甲, 标题: 甲, 形成日期: 2025-12-30, 公开日期: , 载体: 公开栏, 保密审查人: 张}"


def marked(name: str, points: str, more: str = "") -> str:
    """An item to which a person gives points."""
    return f"{{编号: {name}, 名称: {name}, 分值: {points}, 依据: F1, 检查: {{类型: 人工评分}}, 计分: {{方式: 等级}}{more}}}"


def item(name: str, points: str, check: str, marking: str = "", more: str = "") -> str:
    marking = f", 计分: {{{marking}}}" if marking else ""
    return f"{{编号: {name}, 名称: {name}, 分值: {points}, 依据: F1, 检查: {{{check}}}{marking}{more}}}"


def bare(name: str, check: str, more: str) -> str:
    """An item without points, or a veto."""
    return f"{{编号: {name}, 名称: {name}, 依据: F1, 检查: {{{check}}}{more}}}"


def group(name: str, *members: str, more: str = "", key: str = "指标") -> str:
    return f"{{编号: {name}, 名称: {name}{more}, {key}: [{', '.join(members)}]}}"


def veto(name: str, effect: str, more: str = "") -> str:
    """A veto on incidents of the kind that is its name."""
    return bare(name, f"类型: 不得有, 条件: {{类型: {name}}}", f", 结果: {{{effect}}}{more}")


def rules(
    *items: str,
    groups: tuple[str, ...] = (),
    scoring: str = "",
    bonuses: tuple[str, ...] = (),
    vetoes: tuple[str, ...] = (),
    full: str = "100",
) -> str:
    more = f", {scoring}" if scoring else ""
    lines = [HEAD, f"评分: {{满分: {full}{more}}}\n"]
    for key, members in (("指标", items), ("分组", groups), ("加分项", bonuses), ("否决项", vetoes)):
        if members:
            lines.append(f"{key}: [{', '.join(members)}]\n")
    return "".join(lines)


def marks(**given: str) -> str:
    """评分: `_1="32.5"` gives item 1 these points, `_1="不适用"` this state."""
    rows = []
    for name, value in given.items():
        key = "得分" if value.replace(".", "").isdigit() else "结论"
        rows.append(f"{{编号: {name.removeprefix('_')}, 层次: 自评, {key}: {value}}}")
    return f"评分: [{', '.join(rows)}]"


def judge(rule_set: str, *evidence: str, unit: str = "类别: 小学") -> UnitResult:
    ready, _ = read_rule_set([parse(rule_set.encode(), "ruleset.yaml")])
    text = "\n".join([f"单位: {{代码: 1, 名称: 甲, {unit}}}", "年度: 2025", "规则集: 试@1", *evidence])
    as_of = date(2025, 12, 31)
    tables, _ = read_evidence([read_head(parse(text.encode(), "evidence.yaml"))], ready, as_of, {})
    return next(assess(ready, tables, as_of).results())


def line(result: UnitResult, name: str) -> ItemResult:
    return next(each for each in (*result.items, *result.bonuses, *result.veto_items) if each.item.id == name)


def group_line(result: UnitResult, name: str) -> tuple[int, int]:
    return next((points, full) for each, points, full in result.groups if each.id == name)


def grade(result: UnitResult) -> str | None:
    return None if result.grade is None else result.grade.name


def micro(text: str) -> int:
    whole, _, places = text.partition(".")
    return int(whole) * M + int(places.ljust(6, "0"))
