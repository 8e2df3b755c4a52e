"""Rule sets in which nothing counts: shown, never scored, never a crash."""

from datetime import date

import pytest

from compliance.load.yaml import parse
from compliance.pipeline import assess
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set

RULES = """规则集: 空
版本: 1.0.0
状态: 草稿
名称: 空
适用: [小学]
考核期: {{起: 2025-01-01, 止: 2025-12-31}}
依据: {{F1: 某办法}}
评分: {{满分: 0, 不适用项: {policy}}}
等次: [{{名称: 合格, 下限: 0}}]
指标:
  - {{编号: 1.1, 名称: 甲, 仅提示: 是, 依据: F1, 检查: {{类型: 有无, 表: 制度}}}}
"""


@pytest.mark.parametrize("policy", ["按比例折算", "记满分", "平均分摊", "记零分"])
def test_a_set_of_nothing_but_reminders_has_no_score(policy) -> None:
    rules, _ = read_rule_set([parse(RULES.format(policy=policy).encode(), "r.yaml")])
    head = read_head(parse("单位: {代码: a, 名称: b, 类别: 小学}\n年度: 2025\n规则集: 空".encode(), "e.yaml"))
    evidence, _ = read_evidence([head], rules, date(2025, 12, 31), {})

    (unit,) = assess(rules, evidence, date(2025, 12, 31)).results()

    assert (unit.score, unit.grade) == (None, None)
