"""`gongkai init`."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import click

from compliance.cli._help import Command, argument, option
from compliance.cli._output import failed
from compliance.cli._settings import settings
from compliance.words import Lang, say

HEAD = "年度: {year}\n规则集: {rules}\n考核单位:           # 本单位名称，印在报告的页眉\n语言: {lang}\n"
UNITS = (
    "# 单位名册：一行一个单位，代码用文字写，前面的 0 不会丢\n"
    '单位:\n  - {代码: "0001", 名称: （单位名称）, 类别: 公办小学, 特征: [有网站]}\n'
)
EXAMPLE_RULES = "校务公开-示例-2025"


@click.command(cls=Command, path="init")
@argument("folder", "folder", type=click.Path(path_type=Path), metavar="DIR")
@option("--example", help_key="example", is_flag=True)
def init(folder: Path, *, example: bool) -> None:
    """Make a workspace; an existing one is never touched."""
    state = settings()
    if folder.exists() and not folder.is_dir():
        state.refuse("no_folder", path=folder)
    if (folder / "gongkai.yaml").exists():
        state.refuse("exists", path=folder)
    if folder.exists() and any(folder.iterdir()):
        state.refuse("not_empty", path=folder)
    try:
        command = _made(folder, state.lang, example=example)
    except OSError as reason:
        raise failed(folder, reason) from reason
    click.echo(say(state.lang, "init.done", path=folder))
    click.echo(say(state.lang, "init.next", command=command))


def _made(folder: Path, lang: Lang, *, example: bool) -> str:
    """Make the workspace; the command to go on with."""
    from compliance.load.workspace import bundled

    if example:
        shutil.copytree(bundled("example"), folder, dirs_exist_ok=True)
        shutil.copytree(bundled("rules") / EXAMPLE_RULES, folder / "rules" / EXAMPLE_RULES)
        return f"gongkai -C {folder} assess 0317 --as-of 2025-11-03"
    year = date.today().year  # noqa: DTZ011 - the year of a new workspace
    for name in ("rules", f"assessments/{year}"):
        (folder / name).mkdir(parents=True)
    head = HEAD.format(year=year, rules=EXAMPLE_RULES, lang={"zh": "中文", "en": "英文"}[lang])
    (folder / "gongkai.yaml").write_text(head, "utf-8")
    (folder / "units.yaml").write_text(UNITS, "utf-8")
    return f"gongkai -C {folder} rules list"
