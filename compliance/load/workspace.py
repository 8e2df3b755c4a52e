"""Where things are: the workspace with its rule sets and evidence, and what ships with the package."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

HEAD = "gongkai.yaml"
EVIDENCE = "evidence.yaml"
RULES = "ruleset.yaml"
SOURCES = "sources.yaml"
UNITS = "units.yaml"
WAIVERS = ("waivers.yaml", "豁免.yaml")


class Workspace(NamedTuple):
    """A folder with gongkai.yaml, or, where there is none, just a folder to resolve names against."""

    root: Path

    @property
    def is_real(self) -> bool:
        return (self.root / HEAD).is_file()

    def rule_folder(self, name: str) -> Path | None:
        """The folder of a rule set by id, in the workspace, then among the bundled ones."""
        places = [each / name for each in self.rule_roots()]
        return next((each for each in places if (each / RULES).is_file()), None)

    def rule_roots(self) -> list[Path]:
        return [*([self.root / "rules"] if (self.root / "rules").is_dir() else []), bundled("rules")]

    def rule_folders(self) -> list[Path]:
        """All rule sets by name, those of the workspace before bundled ones of the same name."""
        found: dict[str, Path] = {}
        for root in self.rule_roots():
            for folder in sorted(root.iterdir()) if root.is_dir() else []:
                if (folder / RULES).is_file():
                    found.setdefault(folder.name, folder)
        return list(found.values())

    def waivers(self) -> Path | None:
        """The file of waivers, under either name."""
        return next((file for name in WAIVERS if (file := self.root / name).is_file()), None)

    def roll(self) -> Path | None:
        """The list of all units."""
        file = self.root / UNITS
        return file if file.is_file() else None

    def evidence_of(self, code: str, year: int | None) -> list[Path]:
        """The evidence of a unit: `assessments/<year>/<code>-…/evidence.yaml`, of the newest year if none is given."""
        found = [each for each in self.all_evidence(year) if each.parent.name.split("-")[0] == code]
        newest = max((each.parent.parent.name for each in found), default="")
        return [each for each in found if each.parent.parent.name == newest]

    def all_evidence(self, year: int | None) -> list[Path]:
        """The evidence of all units, of one year or of all."""
        top = self.root / "assessments"
        years = [top / str(year)] if year is not None else sorted(each for each in top.glob("*") if each.is_dir())
        return [each for folder in years for each in files_below(folder)]


def files_below(folder: Path) -> list[Path]:
    """Every evidence.yaml in a folder and the folders below it; of a folder without any, its .yaml files."""
    found = sorted(folder.rglob(EVIDENCE))
    return found or sorted(each for each in folder.glob("*.yaml") if each.name not in (HEAD, RULES, SOURCES, UNITS, *WAIVERS))


def registers_of(folder: Path) -> list[Path]:
    """The registers of sources for a rule set's folder: the bundled one, then the one beside the folder, which goes first."""
    found = dict.fromkeys((bundled("rules") / SOURCES, (folder.resolve().parent / SOURCES)))
    return [each for each in found if each.is_file()]


def workspace(directory: Path) -> Workspace:
    """The workspace that a folder is in: the nearest folder upwards with gongkai.yaml, else the folder itself."""
    here = directory.resolve()
    root = next((each for each in (here, *here.parents) if (each / HEAD).is_file()), None)
    if root is None:
        return Workspace(directory)
    return Workspace(directory if root == here else root)


def bundled(name: str) -> Path:
    """A folder that ships with the package: `rules`, `example`, `cases`; in a checkout, where it is edited."""
    installed = Path(__file__).parent.parent / "bundled" / name
    if installed.is_dir():
        return installed
    top = Path(__file__).parent.parent.parent
    return {"rules": top / "rules", "example": top / "assessments" / "example", "cases": top / "tests" / "rules"}[name]
