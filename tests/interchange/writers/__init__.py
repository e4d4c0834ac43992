"""Tests of the writers, and of what comes back of what they wrote."""
