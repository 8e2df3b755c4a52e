"""The mutation run: a case at the edge notices a changed limit, a case far from it does not."""

from compliance.load.yaml import parse
from compliance.mutations import mutations
from compliance.validate.cases import read_cases
from compliance.validate.ruleset import read_rule_set

RULES = """规则集: 变
版本: 1
状态: 草稿
名称: 变
适用: [甲类]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某办法}
评分: {满分: 10}
等次: [{名称: 合格, 下限: 0}]
指标:
  - 编号: 1
    名称: 一
    分值: 10
    依据: F1
    检查: {类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 5天}
    计分: {方式: 扣分, 每处扣: 3}
"""
CASES = """规则集: 变
算例:
  - {{算例: 一, 细项: 1, 材料: {{公开信息: [{{形成日期: 2025-03-01, 公开日期: {one}}}]}}, 结果: {{得分: 10}}}}
  - {{算例: 二, 细项: 1, 材料: {{公开信息: [{{形成日期: 2025-03-01, 公开日期: {other}}}]}}, 结果: {{得分: 7}}}}
"""


def unnoticed(one: str, other: str) -> tuple[list[str], int]:
    rules, _ = read_rule_set([parse(RULES.encode(), "r.yaml")])
    cases = read_cases(parse(CASES.format(one=one, other=other).encode(), "c.yaml"), rules)
    found = list(mutations(rules, cases))
    return [f"{each.where} {each.before}→{each.after}" for each in found if not each.noticed], len(found)


def test_cases_at_the_edge_notice_every_change() -> None:
    assert unnoticed("2025-03-06", "2025-03-07") == ([], 4)


def test_cases_far_from_the_edge_do_not_notice_a_changed_limit() -> None:
    assert unnoticed("2025-03-02", "2025-05-07")[0] == ["check.within[1].limit 5→6", "check.within[1].limit 5→4"]
