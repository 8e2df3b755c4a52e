"""What all tests share: where things are, and one way to run the program."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "assessments" / "example"
EVIDENCE = EXAMPLE / "assessments" / "2025" / "0317-实验小学" / "evidence.yaml"
DAY = "2025-11-03"


@pytest.fixture
def run():
    """Run the real program in a process of its own: run("assess", …) → CompletedProcess with text."""

    def program(*arguments, cwd=ROOT, stdin=None, encoding="utf-8", **environment):
        given = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "120", "GONGKAI_LANG": "zh", **environment}
        command = [sys.executable, "-m", "compliance", *map(str, arguments)]
        return subprocess.run(
            command, cwd=cwd, input=stdin, capture_output=True, text=True, encoding=encoding, env=given, check=False
        )

    return program


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the worked example that a test may change."""
    shutil.copytree(EXAMPLE, tmp_path / "ws")
    return tmp_path / "ws"
