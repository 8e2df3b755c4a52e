"""Compliance checklists and scored assessments for 政务公开 and 校务公开.

As a library: `compliance.assess(rules, evidence, as_of)` takes a rule set and frames and gives frames (see `compliance.library`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compliance.version import __version__

if TYPE_CHECKING:
    from compliance.library import Result, assess

__all__ = ["Result", "__version__", "assess"]


def __getattr__(name: str) -> Any:
    """The library is imported when it is asked for: `gongkai --help` must not wait for an engine."""
    if name in ("assess", "Result"):
        from compliance import library

        return getattr(library, name)
    raise AttributeError(name)
