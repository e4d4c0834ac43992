"""Tests of `app/access`."""
