"""Tests of what reviews say."""
