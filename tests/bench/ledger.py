"""Compares what candidates were told with what the database holds."""

from collections import Counter

from sqlalchemy import func, select

from app.core.database import Database
from app.core.models import table_of
from app.interviews.models import Answer, AnswerScore, Turn
from tests.bench.candidates import Record

ANSWERS, TURNS, SCORES = (table_of(model).c for model in (Answer, Turn, AnswerScore))


def discrepancies(database_url: str, record: Record) -> list[str]:
    """One sentence for each acknowledged answer that is not stored exactly once with its exact
    text and one score, and for each stored answer that nobody sent."""
    db = Database(database_url)
    with db.read() as session:
        stored = session.execute(
            select(
                TURNS.interview_id,
                TURNS.position,
                TURNS.state,
                ANSWERS.text,
                select(func.count(SCORES.id))
                .where(SCORES.answer_id == ANSWERS.id)
                .scalar_subquery()
                .label("scores"),
            ).join_from(ANSWERS.id.table, TURNS.id.table, ANSWERS.turn_id == TURNS.id)
        ).all()
    db.dispose()
    texts = {(row.interview_id, row.position): row.text for row in stored}
    times = Counter((row.interview_id, row.position) for row in stored)
    found = [f"{turn} is stored {count} times" for turn, count in times.items() if count > 1]
    for turn, text in record.acknowledged.items():
        if turn not in texts:
            found.append(f"{turn} was acknowledged and is lost")
        elif texts[turn] != text:
            found.append(f"{turn} is stored with another text")
    for row in stored:
        turn = (row.interview_id, row.position)
        sent = record.in_flight.get(turn)
        if turn not in record.acknowledged and (sent is None or sent.text != row.text):
            found.append(f"{turn} holds what nobody sent")
        if (row.state, row.scores) != ("answered", 1):
            found.append(f"{turn} is {row.state} and has {row.scores} scores")
    return found
