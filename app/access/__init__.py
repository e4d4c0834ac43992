"""Who is calling and what they may do: API keys, scopes and the caller of a request."""
