"""A process that does a queued import, and stops in the middle of writing until it is killed."""

import sys
import threading
import time

from app.core.clock import utc_now
from app.core.database import Database
from app.interchange import plan, planning
from app.interchange.worker import Run, run_next


def stop_half_way(_: Run, stage: str, done: int, total: int) -> None:
    """Say when the first questions are written, and go no further."""
    if stage == "writing" and done < total:
        print("half done", flush=True)
        time.sleep(60)


if __name__ == "__main__":
    planning._BATCH = plan._BATCH = 2
    Run.tell = stop_half_way  # type: ignore[method-assign, assignment]  # where it is to be stopped
    run_next(Database(sys.argv[1]), utc_now, {}, threading.Event())
