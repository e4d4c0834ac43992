"""What endpoints that score ask for."""

from typing import Annotated

from fastapi import Depends, Request

from app.scoring.scorers import Scorers


async def scorers(request: Request) -> Scorers:
    """The scorers of this app."""
    found: Scorers = request.app.state.scorers
    return found


ServiceScorers = Annotated[Scorers, Depends(scorers)]
