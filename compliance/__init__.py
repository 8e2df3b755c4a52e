"""Checklists and assessments of 政务公开 / 校务公开: rules and evidence in, scores with reasons out."""

__version__ = "0.1.0"
