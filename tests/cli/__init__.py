"""Tests of `app/cli`."""
