"""Reviewed answers for tests, enough to fit a curve on."""

from fastapi.testclient import TestClient

from tests.conftest import STAFF

TEXTS = (
    "",
    "Pods.",
    "Kubernetes schedules containers, restarts failed ones and scales them.",
    "Namespaces isolate processes; images carry dependencies.",
)


def review_enough(client: TestClient) -> int:
    """Interviews on all questions of the seed, every answer reviewed at 20 points over half its
    score; how many answers that are."""
    total = 0
    for text in TEXTS:
        made = client.post("/api/v1/interviews", json={"count": 14}).json()
        candidate = {"Authorization": f"Bearer {made['token']}"}
        for position in range(1, 15):
            turn = f"/api/v1/interviews/{made['id']}/turns/{position}"
            sent = client.post(f"{turn}/answers", json={"text": text}, headers=candidate).json()
            score = {"score": 20 + sent["score"]["score"] / 2}
            assert client.put(f"{turn}/review", json=score, headers=STAFF).status_code == 200
            total += 1
    return total
