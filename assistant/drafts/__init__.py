"""Drafts that somebody wants checked: read from a file or pasted, and given back with their verdicts."""
