"""Documents: wording in `view`, pieces in `parts`, and one renderer a medium that only lays the pieces out."""
