"""Scorers that need more than the standard library: a model file, or a model over the network."""
