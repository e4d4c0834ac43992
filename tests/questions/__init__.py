"""Tests of `app/questions`."""
