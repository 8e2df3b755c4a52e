"""A second reading of kinds.md in plain Python: what a rule set makes of evidence, without a line of the engine."""
