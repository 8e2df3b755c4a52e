"""Records with fields that kinds inherit and walk: dataclasses that the type checker holds frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """A dataclass with a hash. That nothing is assigned is left to the type checker: guards made at run time would be half of what
    a class costs at each start."""
    return dataclass(unsafe_hash=True)(cls)
