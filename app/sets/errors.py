"""What draws refuse."""

from app.core.errors import Conflict, NotFound


class Shortage(Conflict):
    code = "not_enough_questions"
    title = "Fewer questions pass the filters than were asked for"

    def __init__(self, requested: int = 0, available: int = 0) -> None:
        super().__init__(
            f"{requested} questions were asked for and {available} are available; "
            "loosen the filters or send on_shortage=partial",
            requested=requested,
            available=available,
        )


class DrawNotFound(NotFound):
    code = "draw_not_found"
    title = "There is no such draw, or it is not yours"
