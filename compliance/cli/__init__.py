"""The command line: one file a command group; nothing heavy is imported before a command needs it."""

from compliance.cli._main import main

__all__ = ["main"]
