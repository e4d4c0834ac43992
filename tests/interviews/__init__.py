"""Tests of `app/interviews`."""
