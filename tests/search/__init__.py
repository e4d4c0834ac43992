"""Tests of search and likeness."""
