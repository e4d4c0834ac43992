"""The interview question bank: a FastAPI service, its command line and its pure core."""

__version__ = "0.1.0"
