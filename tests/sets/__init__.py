"""Tests of `app/sets`."""
