"""Scoring of free-text answers: pure functions, values in and values out."""
