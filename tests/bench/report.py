"""Prints what was measured, as tables for a person."""

from collections.abc import Callable
from statistics import median

from tests.bench.rounds import Comparison, Round


def print_start(questions: int, database: str, seconds: float, megabytes: float) -> None:
    print(f"{questions} questions on {database}")
    print(f"start to first 200  {seconds:6.2f} s")
    print(f"resident when idle  {megabytes:6.0f} MB")


def print_comparisons(found: list[Comparison], megabytes: float) -> None:
    """One line for each operation; every figure is the median of its rounds."""
    head = ("operation", "CPU µs", "constant", "ratio", "req/s", "constant", "p50 ms", "p99 ms")
    print(f"\n{head[0]:22}" + "".join(f"{name:>10}" for name in (*head[1:], "bytes")))
    for one in found:
        cells = (
            f"{_of(one.service, lambda r: r.cpu_per_request * 1e6):.0f}",
            f"{_of(one.constant, lambda r: r.cpu_per_request * 1e6):.0f}",
            f"{one.ratio:.2f}",
            f"{_of(one.service, lambda r: r.rate):.0f}",
            f"{_of(one.constant, lambda r: r.rate):.0f}",
            f"{_of(one.service, lambda r: r.latency(0.5) * 1e3):.2f}",
            f"{_of(one.service, lambda r: r.latency(0.99) * 1e3):.2f}",
            f"{one.answer_bytes}",
        )
        print(f"{one.name:22}" + "".join(f"{cell:>10}" for cell in cells))
    print(f"\nresident after all  {megabytes:6.0f} MB")


def _of(rounds: list[Round], value: Callable[[Round], float]) -> float:
    return median(value(one) for one in rounds)
