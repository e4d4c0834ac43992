"""Tests of `app/judging/semantic`."""
