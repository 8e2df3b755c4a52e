"""One school, help and the calculator as whole processes, against the bare imports they cannot do without.

    python benchmarks/one_school.py [runs]

Also the strict reading of 20 MB of evidence against a bare pass over libyaml's events.
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import data
import yaml

import compliance
from compliance.load.yaml import parse

ITEMS, ROWS = 60, 60
ROW = "  - {{编号: G{n}, 事项: 事项{t}, 标题: 第{n}条信息的标题, 形成日期: 2025-03-{d:02d}, 公开日期: 2025-04-{d:02d}, 载体: 学校网站、公开栏, 保密审查人: 审查岗}}\n"
HEAD = '单位: {{代码: "0317", 名称: 某校, 类别: 公办小学}}\n年度: 2025\n规则集: 基准-{items}@1.0.0\n公开信息:\n'


def compile_package() -> None:
    """Byte code for every module, as an installed package has it, whatever the environment forbids."""
    compileall.compile_dir(str(Path(compliance.__file__).parent), quiet=1)


def evidence_text(rows: int) -> str:
    """A file of evidence with so many disclosures, ten documents and eight figures."""
    text = HEAD.format(items=ITEMS) + "".join(ROW.format(n=n, t=n % 50, d=n % 28 + 1) for n in range(rows))
    text += "制度:\n" + "".join(f"  - {{事项: 事项{n}, 名称: 制度{n}, 印发日期: 2024-01-0{n % 9 + 1}}}\n" for n in range(10))
    return text + "统计数:\n" + "".join(f"  - {{名称: 指标{n}, 数值: {50 + n}}}\n" for n in range(8))


def seconds(runs: int, *commands: list[str]) -> list[float]:
    """The median of whole processes, in seconds; they take turns, so that all meet the same machine."""
    taken: list[list[float]] = [[] for _ in commands]
    for _ in range(runs):
        for command, times in zip(commands, taken, strict=True):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]


def processes(runs: int, folder: Path) -> None:
    """Print each process with its floor and the ratio."""
    compile_package()
    (folder / "rules").mkdir()
    (folder / "rules" / "ruleset.yaml").write_bytes(data.rule_set_text(ITEMS))
    file = folder / "evidence.yaml"
    file.write_text(evidence_text(ROWS - 18), "utf-8")
    python, program = [sys.executable, "-c"], [str(Path(sys.executable).with_name("gongkai"))]
    heavy, light, assess, shown, deadline = seconds(
        runs,
        [*python, "import polars, yaml, jsonschema, click"],
        [*python, "import click"],
        [*program, "assess", str(file), "--rules", str(folder / "rules"), "--as-of", "2025-12-31"],
        [*program, "--help"],
        [*program, "deadline", "2025-09-12", "--within", "20个工作日"],
    )
    rows = (
        (f"assess, {ITEMS} items, {ROWS} rows", assess, heavy, 1.6),
        ("--help", shown, light, 2.5),
        ("deadline", deadline, light, 2.5),
    )
    for name, taken, floor, limit in rows:
        print(f"{name:28} {taken:6.3f} s   floor {floor:6.3f} s   ratio {taken / floor:5.2f}   limit {limit}")


def reading(size: int) -> None:
    """Print the reading of `size` bytes of YAML with its floor and the ratio."""
    rows = size // len(ROW.format(n=50_000, t=10, d=10).encode())
    raw = evidence_text(rows).encode()
    text = raw.decode()
    start = time.perf_counter()
    for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
        pass
    floor = time.perf_counter() - start
    start = time.perf_counter()
    parse(raw, "evidence.yaml")
    taken = time.perf_counter() - start
    print(
        f"{f'read {len(raw) / 1e6:.0f} MB of YAML':28} {taken:6.3f} s   floor {floor:6.3f} s   ratio {taken / floor:5.2f}   limit 3"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        processes(int(sys.argv[1]) if len(sys.argv) > 1 else 9, Path(name))
    reading(20_000_000)
