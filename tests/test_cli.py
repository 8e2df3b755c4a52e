"""The real program on the shipped workspaces and on wrong input: what it prints, writes, and how it exits."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DAY, EVIDENCE, EXAMPLE, ROOT

COMMANDS = ("init", "check", "assess", "explain", "deadline", "calendar", "doctor", "help")
GROUPS = {"rules": ("list", "show", "lint", "test", "kinds", "diff"), "report": ("unit",)}


def test_the_worked_example_gives_92_20(run) -> None:
    result = run("assess", "0317", "--as-of", DAY, cwd=EXAMPLE)

    assert result.returncode == 0
    assert re.search(r"合计 +100 +92\.20 +-7\.80", result.stdout)
    assert "G6 超期 5 个工作日，G9 超期 4 个工作日" in result.stdout
    assert "缺奖惩办法" in result.stdout
    assert "缺教代会" in result.stdout


def test_the_example_in_english_says_the_same(run) -> None:
    result = run("assess", "0317", "--as-of", DAY, "--lang", "en", cwd=EXAMPLE)

    assert "G6 5 working days late" in result.stdout
    assert "self-assessment, not inspected" in result.stdout


def test_a_file_needs_no_workspace(run, tmp_path: Path) -> None:
    file = tmp_path / "材料.yaml"
    file.write_bytes(EVIDENCE.read_bytes())

    result = run("assess", "材料.yaml", "--as-of", DAY, "--format", "json", cwd=tmp_path)

    assert json.loads(result.stdout)["units"][0]["score"] == "92.20"


def test_standard_input_is_a_target(run) -> None:
    result = run("check", "-", "--as-of", DAY, stdin=EVIDENCE.read_text("utf-8"))

    assert result.returncode == 1
    assert "2 项缺失，2 项超期" in result.stdout


def test_check_gives_no_score(run) -> None:
    result = run("check", EVIDENCE, "--as-of", DAY, "--format", "json")

    assert result.returncode == 1
    assert "points" not in result.stdout


def test_a_total_below_the_wanted_one_exits_with_1(run) -> None:
    assert run("assess", EVIDENCE, "--as-of", DAY, "--fail-below", "92.2").returncode == 0
    assert run("assess", EVIDENCE, "--as-of", DAY, "--fail-below", "92.21").returncode == 1


def test_explain_counts_the_days_out(run) -> None:
    result = run("explain", EVIDENCE, "3.1", "--as-of", DAY)

    assert "第 20 个工作日 2025-05-14" in result.stdout
    assert "其间放假 05-01、05-02、05-05，周末上班 04-27" in result.stdout
    assert "按“周一到周五”数会得 2025-05-12" in result.stdout
    assert "20 - (1.00 + 0.80) = 18.20" in result.stdout


def test_a_file_that_is_not_there_is_y009(run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        '单位: {代码: "1", 名称: 甲, 类别: 公办小学}\n年度: 2025\n规则集: 校务公开-示例-2025\n报告:\n  - {类型: 年度报告, 标题: 报告, 文件: 没有.txt}\n',
        "utf-8",
    )

    result = run("check", "a.yaml", cwd=tmp_path)

    assert result.returncode == 3
    assert "a.yaml:5:28: 错误 Y009" in result.stderr


def test_a_rule_set_that_is_not_there_is_e024(run) -> None:
    result = run("assess", EVIDENCE, "--rules", "校务公开-示例-2052")

    assert result.returncode == 3
    assert "E024" in result.stderr
    assert "是不是想写“校务公开-示例-2025”" in result.stderr


def test_another_version_of_the_rule_set_is_refused(run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(EVIDENCE.read_text("utf-8").replace("@1.2.0", "@1.1.0"), "utf-8")

    result = run("assess", "a.yaml", cwd=tmp_path)

    assert result.returncode == 3
    assert "是不是想写“校务公开-示例-2025@1.2.0”" in result.stderr


def test_a_unit_that_hands_in_twice_is_e025(run, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(EVIDENCE.read_bytes())

    result = run("assess", tmp_path)

    assert result.returncode == 3
    assert "E025" in result.stderr


def test_an_output_folder_that_is_not_there_is_a010_and_leaves_nothing(run, tmp_path: Path) -> None:
    result = run("assess", EVIDENCE, "--as-of", DAY, "-o", tmp_path / "没有" / "x.json")

    assert result.returncode == 5
    assert "A010" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_character_that_no_font_has_stops_the_document(run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(EVIDENCE.read_text("utf-8").replace("××市实验小学", "\U0001f600小学"), "utf-8")

    result = run("report", "unit", "a.yaml", "--as-of", DAY, "-o", "x.pdf", cwd=tmp_path)

    assert result.returncode == 5
    assert "A011" in result.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_invalid_input_writes_nothing_and_keeps_the_old_file(run, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("old", "utf-8")
    (tmp_path / "a.yaml").write_text(EVIDENCE.read_text("utf-8").replace("2025-08-08", "2025-02-30"), "utf-8")

    result = run("assess", "a.yaml", "-o", "old.json", cwd=tmp_path)

    assert result.returncode == 3
    assert "S011 没有 2025-02-30 这一天" in result.stderr
    assert (tmp_path / "old.json").read_text("utf-8") == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.yaml", "old.json"]


def test_the_evidence_is_never_overwritten_by_its_own_result(run, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(EVIDENCE.read_bytes())

    result = run("assess", "a.yaml", "--as-of", DAY, "-o", "a.yaml", cwd=tmp_path)

    assert result.returncode == 5
    assert file.read_bytes() == EVIDENCE.read_bytes()


def test_a_link_is_written_through_and_a_folder_is_refused(run, tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old", "utf-8")
    (tmp_path / "link.json").symlink_to("real.json")

    assert run("assess", EVIDENCE, "--as-of", DAY, "-o", tmp_path / "link.json").returncode == 0
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text("utf-8") != "old"
    assert run("assess", EVIDENCE, "--as-of", DAY, "-o", tmp_path).returncode == 5


def test_wrong_usage_exits_with_2_and_says_what_to_do(run) -> None:
    for arguments in (
        ("asses",),
        ("assess", "--wihin"),
        ("assess",),
        ("assess", "nobody"),
        ("deadline", "2025-13-01", "--within", "3天"),
    ):
        result = run(*arguments)
        assert result.returncode == 2, arguments
        assert "用法错误" in result.stderr
        assert "Traceback" not in result.stderr


def test_the_workspaces_of_the_two_source_documents_are_assessed_explained_and_printed(run, tmp_path: Path) -> None:
    for name, day in (("source-1", "2011-12-31"), ("source-2", "2013-12-31")):
        space = ROOT / "assessments" / name
        data = json.loads(run("assess", "--all", "--as-of", day, "--format", "json", cwd=space).stdout)
        unit = data["units"][0]
        assert float(unit["score"]) < float(unit["possible"])
        assert unit["grade_certain"] is False
        item = next(each for each in unit["items"] if each["findings"])
        assert run("explain", unit["code"], item["id"], "--as-of", day, cwd=space).returncode == 0
        assert run("report", "unit", unit["code"], "--as-of", day, "-o", tmp_path / f"{name}.pdf", cwd=space).returncode == 0
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_the_ten_inconsistencies_of_the_second_document_are_found(run) -> None:
    data = json.loads(
        run("assess", "--all", "--as-of", "2013-12-31", "--format", "json", cwd=ROOT / "assessments" / "source-2").stdout
    )
    found = {each["subject"] for item in data["units"][0]["items"] for each in item["findings"] if each["state"] == "fail"}
    actual = {each["actual"] for item in data["units"][0]["items"] for each in item["findings"]}

    assert {"本局动态", "互动交流", "教育局专题", "党群工作"} <= found
    assert any(text and "20xx" in text for text in actual)
    assert any(text and "政务微薄" in text for text in actual)
    shown = run("assess", "--all", "--as-of", "2013-12-31", cwd=ROOT / "assessments" / "source-2", COLUMNS="400").stdout
    assert "两边都是 2276" in shown  # the seven columns
    assert "止于11月30日或以前：“统计数”行数 8，应等于 0" in shown
    assert "止于12月1日至30日：“统计数”行数 8，应等于 0" in shown
    assert "微博条数：微博发布 30，应不少于 52" in shown
    other = run("assess", "--all", "--as-of", "2011-12-31", cwd=ROOT / "assessments" / "source-1", COLUMNS="400").stdout
    assert "两边都是 244" in other  # 20 + 71 + 58 + 34 + 61


def test_every_unit_gets_its_own_pdf_in_a_folder(run, workspace: Path) -> None:
    result = run("report", "unit", "--all", "--as-of", DAY, "-o", "out/", cwd=workspace)

    assert result.returncode == 0
    assert [each.name for each in (workspace / "out").iterdir()] == ["0317-20251103.pdf"]


def test_csv_opens_in_a_spreadsheet_and_holds_no_formula(run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(EVIDENCE.read_text("utf-8").replace("××市实验小学", "'=1+1'"), "utf-8")

    run("assess", "a.yaml", "--as-of", DAY, "-o", "x.csv", cwd=tmp_path)
    content = (tmp_path / "x.csv").read_bytes()

    assert content.startswith(b"\xef\xbb\xbfunit,name,")
    assert b"0317,'=1+1," in content


def test_a_gbk_console_shows_a_question_mark_instead_of_breaking_off(run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(EVIDENCE.read_text("utf-8").replace("××市实验小学", "\U000201a4小学"), "utf-8")

    result = run("assess", "a.yaml", "--as-of", DAY, cwd=tmp_path, encoding="gbk", PYTHONIOENCODING="gbk", PYTHONUTF8="0")

    assert result.returncode == 0
    assert "0317 ?小学" in result.stdout
    assert "√" in result.stdout


def test_doctor_is_well_here(run) -> None:
    result = run("doctor")

    assert result.returncode == 0
    assert "示例评分 92.20" in result.stdout


def test_every_command_has_help_with_an_example_in_both_languages(run) -> None:
    paths = [(each,) for each in COMMANDS] + [(group, each) for group, names in GROUPS.items() for each in names]
    for path in paths:
        for lang, word in (("zh", "例: gongkai"), ("en", "Example: gongkai")):
            result = run(*path, "--help", "--lang", lang)
            assert result.returncode == 0, path
            assert word in result.stdout


def test_help_explains_every_code(run) -> None:
    shown = run("help", "S002").stdout
    assert "错的写法" in shown
    assert "…里没有“…”这一栏" in shown
    assert "{" not in run("help").stdout
    assert run("help", "S999").returncode == 2


def test_help_and_the_calculator_load_nothing_heavy(run) -> None:
    code = "import sys; from compliance.cli._main import run; run(sys.argv[1:]); print(sorted({'polars', 'jsonschema', 'yaml', 'reportlab', 'tabulate'} & set(sys.modules)))"
    import subprocess
    import sys

    for arguments in (["--help"], ["deadline", "2025-09-12", "--within", "20个工作日"]):
        result = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=True
        )
        assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device that is always full is one of Linux")
@pytest.mark.parametrize("form", [("--format", "json"), (), ("--help",)])
def test_a_full_disk_behind_standard_output_is_told(form: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "compliance", "assess", str(EVIDENCE), "--as-of", DAY, *form]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, encoding="utf-8")
    assert result.returncode == 5
    assert result.stderr.startswith("<stdout>: 错误 A010")


def test_a_closed_standard_output_is_no_fault() -> None:
    command = f"{sys.executable} -m compliance assess {EVIDENCE} --as-of {DAY} >&-"
    result = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_copies_are_gone_after_the_run(run, tmp_path: Path) -> None:
    """The process ends at once, but not before its other duties."""
    (tmp_path / "units.csv").write_text("代码,名称,类别\n0317,某校,公办小学\n", "utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    of_tables = run("check", tmp_path, "--rules", EXAMPLE / "rules" / "校务公开-示例-某区", "--as-of", DAY, TMPDIR=str(scratch))
    of_input = run("check", "-", "--as-of", DAY, stdin=EVIDENCE.read_text("utf-8"), TMPDIR=str(scratch))
    assert (of_tables.returncode, of_input.returncode, list(scratch.iterdir())) == (1, 1, [])


def test_help_on_a_code_shows_a_brace_as_one(run) -> None:
    assert "“{”的文字请加引号" in run("help", "Y002").stdout


def test_a_case_that_does_not_hold_says_what_came_instead(run, tmp_path: Path) -> None:
    cases = (ROOT / "tests" / "rules" / "校务公开-示例-2025" / "全部细项.yaml").read_text("utf-8")
    (tmp_path / "c.yaml").write_text(cases.replace("状态: 部分达标, 得分: 8.666666", "状态: 达标, 得分: 8"), "utf-8")
    result = run("rules", "test", "校务公开-示例-2025", "--cases", tmp_path)

    assert result.returncode == 1
    assert "状态：应为 达标，得到 部分达标" in result.stdout
    assert "得分：应为 8，得到 8.666666" in result.stdout


def test_a_bonus_that_does_not_count_says_why(run, tmp_path: Path) -> None:
    text = (EXAMPLE / "assessments" / "2025" / "0317-实验小学" / "evidence.yaml").read_text("utf-8")
    text = text.replace("制度:", "会议培训:\n  - {类型: 推广, 日期: 2025-05-20}\n制度:", 1)
    start, end = text.index("\n公开信息:"), text.index("\n载体:")
    (tmp_path / "e.yaml").write_text(text[:start] + "\n公开信息: 无" + text[end:], "utf-8")

    assert (
        "得 2.00，计入 0.00（上限 5，基础分高于 80 方可加）" in run("assess", tmp_path / "e.yaml", "--as-of", "2025-12-31").stdout
    )


def test_the_opposite_of_what_was_meant_is_never_proposed(run, tmp_path: Path) -> None:
    folder = tmp_path / "校务公开-示例-2025"
    folder.mkdir()
    text = (ROOT / "rules" / folder.name / "ruleset.yaml").read_text("utf-8")
    (folder / "ruleset.yaml").write_text(text.replace("当: {等次: 不合格}", "当: {得分: {不多于: 60}}"), "utf-8")

    assert "是不是想写“低于”？" in run("rules", "lint", folder).stderr


def test_colour_is_kept_where_it_is_asked_for(run) -> None:
    asked = ("assess", "0317", "--as-of", DAY)

    assert "\x1b[31m" in run(*asked, "--color", "always", cwd=EXAMPLE).stdout
    assert "\x1b[" in run(*asked, cwd=EXAMPLE, FORCE_COLOR="1").stdout
    assert "\x1b[" not in run(*asked, cwd=EXAMPLE).stdout
    assert "\x1b[" in run("check", "nosuch.yaml", "--color", "always", cwd=EXAMPLE).stderr
