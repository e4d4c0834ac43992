"""Tests of `app/interchange`."""
