"""Tests, in the same shape as `app/`, on real databases."""
