"""Measurements: what requests cost beside a constant answer, and what many candidates do."""
