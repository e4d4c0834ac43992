"""Tests of reading text, of the index and of what searches find."""
