"""Mock interviews: turns, hints, answers and their scores, kept across restarts."""
