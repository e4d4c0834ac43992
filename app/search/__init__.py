"""Search: finding questions by what people type, and finding those that are alike."""
