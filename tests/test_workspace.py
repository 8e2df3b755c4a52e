"""Workspaces: how they are made, where they are looked for, what gongkai.yaml and the roll of units may say."""

from pathlib import Path

import pytest

from tests.conftest import DAY, EXAMPLE


def test_init_makes_a_workspace_that_can_be_assessed_and_never_touches_one(run, tmp_path: Path) -> None:
    assert run("init", tmp_path / "ws", "--example").returncode == 0
    before = sorted(tmp_path.rglob("*"))

    assert "92.20" in run("-C", tmp_path / "ws", "assess", "--all", "--as-of", DAY).stdout
    assert run("init", tmp_path / "ws").returncode == 2
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/gongkai"])
def test_init_refuses_what_cannot_be_a_folder(run, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x")
    result = run("init", place, cwd=tmp_path)

    assert result.returncode in (2, 5)
    assert "Traceback" not in result.stderr


def test_a_workspace_that_is_not_there_is_not_looked_for_above(run) -> None:
    result = run("-C", "nodir", "assess", "0317", cwd=EXAMPLE)

    assert (result.returncode, "nodir 不是文件夹" in result.stderr) == (2, True)


@pytest.mark.parametrize(("line", "code"), [("未知键: 1", "S002"), ("语言: 法文", "S004"), ("年度: abc", "S003")])
def test_gongkai_yaml_is_read_strictly(run, workspace: Path, line: str, code: str) -> None:
    (workspace / "gongkai.yaml").write_text(f"{line}\n", "utf-8")
    result = run("-C", workspace, "assess", "0317", "--as-of", DAY)

    assert (result.returncode, code in result.stderr) == (3, True)


def test_a_class_on_the_roll_that_the_rules_do_not_have_is_told(run, workspace: Path) -> None:
    (workspace / "units.yaml").write_text('单位:\n  - {代码: "0009", 名称: 某校, 类别: 公办小小学}\n', "utf-8")
    told = run("-C", workspace, "assess", "--all", "--as-of", DAY)
    (workspace / "units.yaml").write_text('单位:\n  - {代码: "0009", 名称: 某校, 类别: 公办小小学, 特证: x}\n', "utf-8")
    refused = run("-C", workspace, "assess", "--all", "--as-of", DAY)

    assert "没有评：0009（公办小小学）" in told.stderr
    assert (refused.returncode, "S002" in refused.stderr) == (3, True)


def test_evidence_of_another_year_is_told(run, workspace: Path) -> None:
    head = (workspace / "gongkai.yaml").read_text("utf-8")
    (workspace / "gongkai.yaml").write_text(head.replace("年度: 2025", "年度: 2026"), "utf-8")

    refused = run("assess", "--all", cwd=workspace)

    assert refused.returncode == 2
    assert "2026 里没有材料文件（evidence.yaml）；gongkai.yaml 写的是“年度: 2026”，别的年度有材料" in refused.stderr


def test_all_targets_that_are_not_there_are_named(run) -> None:
    result = run("assess", "0999", "0888", cwd=EXAMPLE)

    assert "“0999 0888”" in result.stderr
    assert "别的年度有材料" not in result.stderr
    assert "Y009" in run("assess", "nosuch.yaml", cwd=EXAMPLE).stderr
