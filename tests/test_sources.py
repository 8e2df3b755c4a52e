"""The register of sources: short names become titles, and what is not in force in the period is pointed out."""

import pytest

from compliance.errors import InvalidInput
from compliance.load.yaml import parse
from compliance.pipeline import open_rule_set
from compliance.validate.ruleset import read_rule_set
from compliance.validate.sources import read_sources

REGISTER = """旧法: {名称: 某条例, 文号: 第1号, 施行: 2008-05-01, 废止: 2019-05-15, 取代者: 新法}
新法: {名称: 某条例（修订）, 文号: 第2号, 施行: 2019-05-15}
"""
RULES = """规则集: 登记
版本: 1
状态: 草稿
名称: 登记
适用: [甲类]
考核期: {{起: {start}, 止: {end}}}
依据: {{F1: {cited}}}
评分: {{满分: 1}}
等次: [{{名称: 合格, 下限: 0}}]
指标: [{{编号: 1, 名称: 一, 分值: 1, 依据: F1 第一条, 检查: {{类型: 有无, 表: 制度}}}}]
"""


def read(cited: str, start: str = "2025-01-01", end: str = "2025-12-31"):
    register = read_sources(parse(REGISTER.encode(), "sources.yaml"))
    rules, remarks = read_rule_set([parse(RULES.format(cited=cited, start=start, end=end).encode(), "r.yaml")], register)
    return rules.sources[0], [(each.code, each.place.line) for each in remarks]


def test_a_short_name_stands_for_the_whole_title() -> None:
    source, remarks = read("新法")

    assert (source.id, source.title, remarks) == ("F1", "某条例（修订）（第2号）", [])


def test_a_title_written_out_stands_as_it_is() -> None:
    assert read("某办法")[0].title == "某办法"


@pytest.mark.parametrize(
    ("cited", "start", "end", "codes"),
    [
        ("旧法", "2025-01-01", "2025-12-31", ["R015"]),
        ("旧法", "2019-05-15", "2019-12-31", ["R015"]),
        ("旧法", "2019-05-14", "2019-12-31", []),
        ("新法", "2018-01-01", "2018-12-31", ["R016"]),
        ("新法", "2019-01-01", "2019-05-15", []),
        ("新法", "2019-01-01", "2019-05-14", ["R016"]),
    ],
)
def test_a_source_must_be_in_force_on_some_day_of_the_period(cited, start, end, codes) -> None:
    assert read(cited, start, end)[1] == [(code, 7) for code in codes]


def test_a_successor_that_is_not_there_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidInput) as raised:
        read_sources(parse("旧法: {名称: 某条例, 取代者: 新发}\n新法: {名称: 某条例}\n".encode(), "sources.yaml"))

    assert [(each.code, each.place.line, each.near) for each in raised.value.problems] == [("R002", 1, "新法")]


def test_a_rule_set_in_a_workspace_finds_the_register_beside_it_and_the_bundled_one(tmp_path) -> None:
    folder = tmp_path / "rules" / "登记"
    folder.mkdir(parents=True)
    (folder / "ruleset.yaml").write_text(RULES.format(cited="条例2019", start="2025-01-01", end="2025-12-31"), "utf-8")
    bundled = open_rule_set(folder)
    (tmp_path / "rules" / "sources.yaml").write_text("条例2019: {名称: 我们的叫法}\n", "utf-8")
    own = open_rule_set(folder)

    assert "国务院令第711号" in bundled.sources[0].title
    assert own.sources[0].title == "我们的叫法"
