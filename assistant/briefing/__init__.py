"""Briefings: what the inspectors found about a force, every line of it quoted from its source."""
