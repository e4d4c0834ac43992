"""What an endpoint may ask for beside `db`, which its route gives it."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request


async def now(request: Request) -> datetime:
    """The time of this request, from the app's clock."""
    moment: datetime = request.app.state.clock()
    return moment


Now = Annotated[datetime, Depends(now)]
