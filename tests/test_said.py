"""What results say of the county: no sentence that the figures contradict, and one story behind every door."""

import shutil
from dataclasses import replace

import pytest

from compliance.pipeline import standings
from compliance.report.record import class_totals
from compliance.report.view.amounts import percent
from compliance.report.view.checked import checked
from compliance.report.view.mending import remedy
from compliance.report.view.overview import Overview
from compliance.report.view.ranking import ranking
from compliance.report.view.screen import screen
from compliance.report.view.sentences import note, sign
from compliance.report.view.unit import unit_report
from tests.test_county import COUNTY, DAY
from tests.test_county import run as county


def unit(code):
    return next(each for each in county().results() if each.code == code)


def item(code, name):
    here = unit(code)
    return here, next(each for each in (*here.items, *here.bonuses, *here.veto_items) if each.item.id == name)


def said(code, label):
    """The line of `assess` with this label."""
    return next(text for name, text in screen("zh", county(), unit(code)).lines if name == label)


def noted(code, name):
    here, result = item(code, name)
    return note("zh", result, here)


def mended(code, name):
    _, result = item(code, name)
    return [remedy("zh", each, result) for each in result.findings]


def test_a_grade_that_only_waits_for_a_mark_says_so() -> None:
    assert said("0203", "到优秀") == "只等评分人评 6.5：评满 +2.00，得 91.53 分"


@pytest.mark.parametrize(("code", "label", "veto"), [("0202", "到良好", "V1"), ("0405", "到合格", "V4")])
def test_a_veto_that_bars_the_next_grade_is_named(code, label, veto) -> None:
    assert said(code, label).startswith(f"否决 {veto} 不解除就到不了；分数不差")


def test_ranking_names_the_veto_and_no_distance() -> None:
    tables = list(ranking("zh", county(), standings(county())))
    rows = {row.cells[1].text.split()[0]: [cell.text for cell in row.cells] for each in tables for row in each.rows}

    assert "按名额" not in [column.title for column in tables[0].columns]
    assert rows["0202"][3:] == ["合格", "", "否决 V1：等次不高于合格"]
    assert rows["0405"][3:] == ["不合格", "", "否决 V4：等次定为不合格"]


def test_a_unit_that_handed_in_nothing_is_one_story_everywhere() -> None:
    here = unit("0110")
    total = screen("zh", county(), here).table.rows[len(here.items)]
    report = unit_report("zh", county(), here, "0" * 64, {})
    tables = list(ranking("zh", county(), standings(county())))
    ranked = next(row for each in tables for row in each.rows if row.cells[1].text.startswith("0110"))

    assert total.cells[3].text == "0.00–100.00"
    assert total.cells[6].text == "加分 0.00　否决 5 项未核查"
    assert said("0110", "等次") == "未定（一项也没有核查）"
    assert (report.score, report.grade, report.empty, report.grade_note) == ("", "", "没有评分", "一项也没有核查")
    assert [cell.text for cell in ranked.cells][3:] == ["未定", "", "没有交材料；得分 0.00–100.00"]


def test_check_says_which_tables_were_not_handed_in_and_exits_with_1(program) -> None:
    result = program("check", "0110", "--as-of", DAY)

    assert result.returncode == 1
    assert "8 张表没有交" in result.stdout
    assert "还没有人评分" in result.stdout
    assert "针对评价低的方面改进" not in result.stdout
    _, table, _, _ = checked("zh", county(), unit("0110"))
    assert [row.cells[2].text for row in table.rows if row.cells[0].text == "×"] == [
        "制度", "会议培训", "公开信息", "项目阶段", "统计数", "情形", "载体", "信访投诉"
    ]  # fmt: skip


def test_a_veto_that_is_met_with_incidents_is_no_problem() -> None:
    assert noted("0406", "V5") == "1 起，3 起才否决"
    _, table, _, _ = checked("zh", county(), unit("0406"))
    assert "V5" not in [row.cells[1].text for row in table.rows]


def test_a_figure_given_twice_is_told_and_mended_as_such() -> None:
    assert noted("0303", "4.5") == "统计数“收费学生数”写了 2 次，不知道用哪一个"
    assert mended("0303", "4.5") == ["同一时段、同一分项的“收费学生数”只留一行"]


def test_what_nobody_marked_is_to_be_marked() -> None:
    assert mended("0203", "6.5") == ["请评分人填“评分”表"]


def test_marks_of_another_layer_are_not_overlooked() -> None:
    layers = Overview("zh", county(), unit("0202"), {}).layers()

    assert [(each.label, each.note) for each in layers[1:]] == [("核查", "有 1 项评分"), ("核定", "尚未开始")]


def test_missing_rows_are_named_by_their_kind() -> None:
    assert noted("0203", "1.9") == "缺会议培训“校务公开培训”"
    assert noted("0202", "1.7") == "缺制度“党风廉政建设责任制”（要素 为 校务公开）"
    assert noted("0205", "1.8").startswith("召开大会：缺会议培训“教职工代表大会”")


def test_a_row_with_a_blank_date_is_there() -> None:
    assert "绩效考核和分配（G14 已登记，公开日期空着）" in noted("0303", "3.7")
    assert mended("0303", "3.7")[-1] == "办完后填上 G14 的公开日期"


def test_an_incident_is_named_once_with_its_date_and_a_mend_that_fits() -> None:
    assert noted("0202", "V1") == "Q1 泄露个人信息（2025-08-12）"
    assert mended("0202", "V1") == ["查明情况，按依据处理，防止再次发生"]


@pytest.mark.parametrize(
    ("actual", "target", "shown"),
    [("97.094017", "100", "97.09%"), ("99.999999", "100", "99.999999%"), ("99.996", "100", "99.996%"), ("100", "100", "100%")],
)
def test_percentages_have_sensible_places_and_never_look_like_the_target(actual, target, shown) -> None:
    assert percent(actual, target) == shown


def test_bonuses_that_nobody_claims_are_neither_met_nor_missed() -> None:
    here, result = item("0203", "J1")

    assert (sign(result, here), note("zh", result, here)) == ("·", "没有申报")


def test_parts_without_their_table_ask_for_the_table() -> None:
    assert noted("0110", "1.6") == "未交“制度”"
    assert set(mended("0110", "1.6")) == {"交“制度”；确实没有就写“无”"}


def test_what_to_hand_in_is_told_by_table() -> None:
    text = said("0110", "到合格")

    assert text.count("公开信息") == 1
    assert len(text) < 250


def test_what_ends_with_a_period_is_not_due_by_a_number() -> None:
    _, result = item("0203", "1.5")
    found = replace(result.findings[0], state="not_checked", cause="not_due", limit="1", excess_unit="row")

    assert remedy("zh", found, result) == "到期前办完"


@pytest.fixture
def program(run):
    return lambda *arguments, **more: run(*arguments, cwd=COUNTY, **more)


@pytest.fixture
def shrunk(tmp_path):
    """The county without the files of two units."""
    shutil.copytree(COUNTY, tmp_path / "county")
    for each in [*tmp_path.glob("county/assessments/2025/0102-*"), *tmp_path.glob("county/assessments/2025/0401-*")]:
        shutil.rmtree(each)
    return tmp_path / "county"


def test_units_on_the_roll_without_a_file_are_listed(run, shrunk) -> None:
    result = run("rank", "--all", "--as-of", DAY, cwd=shrunk)

    assert "2 个单位没有交材料文件：0102 0401" in result.stderr
    assert "0102 ××县实验小学" in result.stdout
    assert result.stdout.count("没有交材料；得分 0.00–100.00") == 3


def test_many_units_end_with_a_table_of_their_classes(program) -> None:
    lines = program("assess", "--all", "--as-of", DAY).stdout.splitlines()

    assert lines[-7] == "共 24 个单位"
    assert [line.split()[0] for line in lines[-4:]] == ["小学", "初中", "高中", "幼儿园"]
    assert [each["silent"] for each in class_totals(county())["classes"]] == [1, 0, 0, 0]


def test_many_remarks_alike_are_one_line_unless_asked(program) -> None:
    short = program("check", "0101", "--as-of", "2025-03-15").stderr
    long = program("check", "0101", "--as-of", "2025-03-15", "-v").stderr

    assert short.count("E022") < 5
    assert "同类的共" in short
    assert long.count("E022") > 30


def test_pipes_follow_columns(program) -> None:
    from wcwidth import wcswidth

    for columns in ("80", "160"):
        for command in (("rank", "--all"), ("check", "0205"), ("assess", "0205"), ("explain", "0205", "4.1")):
            text = program(*command, "--as-of", DAY, COLUMNS=columns).stdout
            assert max(wcswidth(line) for line in text.splitlines() if not line.startswith("assessments")) <= int(columns)
