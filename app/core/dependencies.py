"""What an endpoint may ask for: light values that hold nothing open."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from app.core.database import Database


async def database(request: Request) -> Database:
    db: Database = request.app.state.db
    return db


async def now(request: Request) -> datetime:
    """The time of this request, from the app's clock."""
    moment: datetime = request.app.state.clock()
    return moment


Db = Annotated[Database, Depends(database)]
Now = Annotated[datetime, Depends(now)]
