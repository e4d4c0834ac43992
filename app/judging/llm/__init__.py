"""The `llm` scorer: key points read by a language model, whose every word is checked by code."""
