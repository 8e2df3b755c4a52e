"""One unit under more and more items, whole processes: the growth must be a straight line.

python benchmarks/items.py [items …]        (default 60 300 1000)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import data
import one_school


def main(sizes: list[int]) -> None:
    one_school.compile_package()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "evidence.yaml").write_text(one_school.evidence_text(one_school.ROWS - 18), "utf-8")
        first = 0.0
        for items in sizes:
            rules = folder / str(items)
            rules.mkdir()
            (rules / "ruleset.yaml").write_bytes(data.rule_set_text(items))
            program = [sys.executable, "-m", "compliance"]
            assess = [
                *program,
                "assess",
                str(folder / "evidence.yaml"),
                "--rules",
                str(rules),
                "--as-of",
                "2025-12-31",
                "--format",
                "json",
            ]
            taken, lint = one_school.seconds(3, assess, [*program, "rules", "lint", str(rules)])
            first = first or taken
            print(f"{items:6} items   assess {taken:6.2f} s (+{taken - first:5.2f})   lint {lint:6.2f} s", flush=True)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [60, 300, 1000])
