"""The tables of search that are the same on both databases.

They hold what can be made again from the questions, so they are no models: the migration makes
them, and `service.rebuild` fills them.
"""

from sqlalchemy import BigInteger, Boolean, Integer, String, column, table

from app.core.clock import UtcDateTime

DOCUMENTS = table(
    "search_documents",
    column("number", BigInteger),
    column("is_open", Boolean),
    column("updated_at", UtcDateTime),
    column("title", String),
    column("head", String),
    column("body", String),
    column("facts", String),
    column("hidden", String),
)
"""One row for each question: its terms by field."""

TERMS = table(
    "search_terms", column("audience", Integer), column("term", String), column("docs", BigInteger)
)
"""The vocabulary of each index: in how many questions a term stands."""

TYPOS = table("search_typos", column("part", String), column("word", String))
"""Words as written, by what is left of them when one letter is missing."""

COUNTS = table(
    "search_counts",
    column("tag", String),
    column("category", String),
    column("difficulty", String),
    column("kind", String),
    column("status", String),
    column("visibility", String),
    column("docs", BigInteger),
)
"""How many questions share all these facts, once for each of their tags and once for none."""
