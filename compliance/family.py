"""A family of kinds is a folder: a file a kind, and in it a class of the same name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any


def members(folder: Iterable[str]) -> tuple[str, ...]:
    """The names of the kinds in a package's `__path__`."""
    return tuple(sorted(each.name for each in pkgutil.iter_modules(folder)))


def member(package: str, name: str) -> Any:
    """The class of a kind; loaded when it is asked for, as few rule sets use them all."""
    return getattr(importlib.import_module(f"{package}.{name}"), "".join(each.capitalize() for each in name.split("_")))
