"""How the checks of all items become one pass per table: prepared sheets, verdict codes, clocks, aggregation."""
