"""The words that generated questions are made of: enough of them that few texts are alike."""

import random

_SUBJECTS = {
    "databases": ("indexes", "joins", "locking", "replication", "transactions"),
    "kubernetes-operations": ("ingress", "operators", "probes", "scheduling", "storage"),
    "languages": ("csharp", "go", "java", "python", "rust"),
    "linux": ("filesystems", "networking", "processes", "shell", "systemd"),
    "networks": ("dns", "http", "load-balancing", "tcp", "tls"),
    "observability": ("alerting", "logging", "metrics", "profiling", "tracing"),
    "security": ("authentication", "encryption", "permissions", "secrets", "supply-chain"),
    "system-design": ("caching", "consistency", "partitioning", "queues", "rate-limits"),
}
CATEGORIES = tuple(f"{above}/{below}" for above, names in _SUBJECTS.items() for below in names)
TAGS = tuple(f"{above}-{below}" for above, names in _SUBJECTS.items() for below in names)

_OPENINGS = (
    "How does",
    "Why would you avoid",
    "When is it right to use",
    "What breaks first in",
    "Explain the trade-offs of",
    "How would you debug",
    "What is the difference between two kinds of",
    "Describe how you tested",
)
_ADJECTIVES = (
    "asynchronous",
    "bounded",
    "cached",
    "distributed",
    "eventual",
    "idempotent",
    "immutable",
    "incremental",
    "optimistic",
    "partitioned",
    "replicated",
    "stateless",
)
_NOUNS = (
    "backoff",
    "checkpoint",
    "cluster",
    "connection pool",
    "consumer",
    "deadlock",
    "garbage collector",
    "hash table",
    "index",
    "leader election",
    "message queue",
    "namespace",
    "page cache",
    "quorum",
    "rate limiter",
    "scheduler",
    "snapshot",
    "thread",
    "transaction log",
    "worker",
)
_VERBS = ("blocks", "follows", "limits", "loses", "moves", "outlives", "repairs", "replaces")
_ENDINGS = (
    "after a restart",
    "during a rolling update",
    "on a full disk",
    "under heavy load",
    "when the clock jumps",
    "when the network splits",
    "with a single writer",
    "without a coordinator",
)


def title(chance: random.Random) -> str:
    """A question of one line."""
    thing = f"{chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)}"
    return f"{chance.choice(_OPENINGS)} a {thing} {chance.choice(_ENDINGS)}?"


def sentence(chance: random.Random) -> str:
    """A statement of some fifteen words."""
    first, second = (f"{chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)}" for _ in range(2))
    return (
        f"The {first} {chance.choice(_VERBS)} the {second} {chance.choice(_ENDINGS)}, "
        f"and its {chance.choice(_NOUNS)} {chance.choice(_VERBS)} {chance.randint(2, 9999)} others."
    )
