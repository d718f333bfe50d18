"""Forces side by side: what was found on each theme, one line a cell, quoted from its source."""
