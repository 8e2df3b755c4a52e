"""The version of the tool, as `pyproject.toml` has it."""

__version__ = "0.1.0"
