"""Interchange: question banks as people keep them, in and out."""
