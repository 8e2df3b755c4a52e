"""What keeps the parts of the project true to one another."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from compliance import checks, markings
from compliance.comparison.directions import DIRECTIONS
from compliance.engine.shapes import Code
from compliance.model import State
from compliance.report.view import catalogue
from compliance.states import CAUSES, STATES
from compliance.tables import schema, tables
from compliance.words import WORDS
from tests.conftest import ROOT

PACKAGE = ROOT / "compliance"
MODULES = sorted(PACKAGE.rglob("*.py"))
FRAGMENTS = [(name, checks.fragment(name), checks.kind(name)) for name in checks.kinds()]
FRAGMENTS += [(name, markings.fragment(name), markings.kind(name)) for name in markings.kinds()]


@pytest.mark.parametrize(("kind", "fragment", "cls"), FRAGMENTS, ids=[each[0] for each in FRAGMENTS])
def test_the_fields_of_a_kind_are_the_properties_of_its_schema(kind: str, fragment: dict, cls: type) -> None:
    assert {each.name.rstrip("_") for each in fields(cls)} == set(fragment["properties"]) - {"kind"}


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.json")), ids=lambda file: file.stem)
def test_every_schema_is_a_schema_and_misspells_no_keyword(file: Path) -> None:
    content = schema(str(file.relative_to(PACKAGE)))

    jsonschema.Draft202012Validator.check_schema(content)
    assert unknown_keywords(content) == set()
    assert all(each.keys() == {"const", "title"} for choices in choices_of(content) for each in choices)


def choices_of(content: object) -> Iterator[list[dict[str, object]]]:
    """Every `oneOf`; our own reading of that keyword knows constants only."""
    if isinstance(content, dict):
        yield from (value for key, value in content.items() if key == "oneOf")
        content = list(content.values())
    for each in content if isinstance(content, list) else ():
        yield from choices_of(each)


KEYWORDS = {
    "$schema", "$id", "$ref", "$defs", "title", "description", "type", "properties", "required", "additionalProperties", "items",
    "oneOf", "anyOf", "const", "enum", "format", "examples", "default", "minItems", "maxItems", "minProperties", "maxProperties",
    "minimum", "pattern", "x-id", "x-main-date", "x-begins", "x-done", "x-column", "x-default", "x-with", "x-also",
    "x-tighter", "x-if", "x-unset",
}  # fmt: skip


def unknown_keywords(content: object, inside: str = "schema") -> set[str]:
    if isinstance(content, list):
        return set().union(*(unknown_keywords(each) for each in content), set())
    if not isinstance(content, dict) or inside in ("examples", "default", "x-if"):
        return set()
    is_names = inside in ("properties", "$defs")
    found = set() if is_names else set(content) - KEYWORDS
    return found.union(*(unknown_keywords(value, "schema" if is_names else key) for key, value in content.items()), set())


def test_every_title_of_a_table_is_its_own() -> None:
    for table in tables().values():
        labels = [each.label for each in table.columns]
        assert len(labels) == len(set(labels)), table.name


def test_states_and_causes_have_words_in_both_languages() -> None:
    assert set(STATES) == set(State)
    for state in State:
        assert all(WORDS[state.value])
    assert {each.name.lower() for each in Code if each is not Code.PASS} <= set(CAUSES.values())


def test_every_word_exists_in_both_languages() -> None:
    assert [key for key, (zh, en) in WORDS.items() if bool(zh) != bool(en)] == []


def test_every_word_that_code_asks_for_exists() -> None:
    asked = set()
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "say"
                and len(node.args) == 2
                and isinstance(node.args[1], ast.Constant)
            ):
                asked.add(node.args[1].value)

    assert asked - set(WORDS) == set()


def test_modules_stay_below_400_lines() -> None:
    long = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in MODULES}

    assert {name: count for name, count in long.items() if count > 400} == {}


def test_functions_stay_below_40_lines() -> None:
    long = []
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 40:
                long.append(f"{file.relative_to(ROOT)}:{node.name}")

    assert long == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert {file.stem for file in MODULES} & {"utils", "helpers", "common", "misc"} == set()


def test_nothing_below_the_command_line_reads_the_clock() -> None:
    for file in MODULES:
        if "cli" not in file.parts and file.parent.name != "fonts":
            text = file.read_text("utf-8")
            assert "date.today" not in text, file
            assert "datetime.now" not in text, file
            assert "random" not in text, file


@pytest.mark.parametrize(("kind", "fragment", "cls"), FRAGMENTS, ids=[each[0] for each in FRAGMENTS])
def test_every_property_of_a_kind_says_which_way_is_stricter(kind: str, fragment: dict, cls: type) -> None:
    for name, prop in fragment["properties"].items():
        if name == "kind":
            continue
        direction = prop["x-tighter"]
        values = [each["const"] for each in prop.get("oneOf", ())]
        flat = [one for each in direction for one in (each if isinstance(each, list) else [each])] if values else []
        assert sorted(flat) == sorted(values) if isinstance(direction, list) else direction in DIRECTIONS, name
        assert set(prop.get("x-if", ())) <= set(fragment["properties"]), name


@pytest.mark.parametrize("part", ["", "scoring", "policy", "grade", "item", "group", "veto"])
def test_every_key_of_a_rule_set_says_which_way_is_stricter(part: str) -> None:
    whole = schema("schemas/ruleset.schema.json")

    for name, prop in (whole["$defs"][part] if part else whole)["properties"].items():
        assert isinstance(prop["x-tighter"], list) or prop["x-tighter"] in DIRECTIONS, name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_and_marking_tells_its_keys_in_words(lang) -> None:
    for name in (*checks.kinds(), *markings.kinds()):
        shown = "\n".join(catalogue.kinds(lang, name))
        assert not any(
            f"  {form}\n" in f"{shown}\n" for form in ("points", "quantity", "condition", "limit", "date", "equations")
        )
