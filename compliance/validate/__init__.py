"""Validation: documents in, a RuleSet or Evidence out, every fault of a file in one pass."""
