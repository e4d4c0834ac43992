"""Calibration over HTTP on both databases, and what key points are never met."""

from fastapi.testclient import TestClient

from tests.conftest import STAFF
from tests.statistics.reviewed import review_enough

API = "/api/v1/scorers/keypoints"


def test_without_reviews_nothing_is_known_and_nothing_is_fitted(client: TestClient) -> None:
    found = client.get(f"{API}/calibration", headers=STAFF)
    assert found.headers["Cache-Control"] == "no-store"
    nothing = {"value": None, "low": None, "high": None}
    assert (found.json()["n"], found.json()["sufficient"]) == (0, False)
    assert found.json()["kappa"] == found.json()["bias"] == nothing
    refused = client.post(f"{API}/calibrations", json={"name": "a"}, headers=STAFF)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_few_reviews")
    unknown = client.get("/api/v1/scorers/oracle/calibration", headers=STAFF)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "scorer_not_found")


def test_reviews_calibrate_and_leave_scores_alone(client: TestClient) -> None:
    answers = review_enough(client)
    found = client.get(f"{API}/calibration", headers=STAFF).json()
    assert (found["n"], found["questions"], found["sufficient"]) == (answers, 14, True)
    assert found["bias"]["low"] <= found["bias"]["value"] <= found["bias"]["high"]
    assert sum(one["n"] for one in found["categories"]) == answers
    assert client.get(f"{API}/calibration", headers=STAFF).json() == found
    made = client.post(f"{API}/calibrations", json={"name": "spring"}, headers=STAFF)
    assert made.status_code == 201
    scores = [point["score"] for point in made.json()["points"]]
    assert scores == sorted(scores)
    again = client.post(f"{API}/calibrations", json={"name": "spring"}, headers=STAFF)
    assert (again.status_code, again.json()["code"]) == (409, "name_taken")
    assert client.get(f"{API}/calibrations", headers=STAFF).json()["items"] == [made.json()]

    interview = client.post("/api/v1/interviews", json={"count": 1}).json()
    path = f"/api/v1/interviews/{interview['id']}"
    candidate = {"Authorization": f"Bearer {interview['token']}"}
    client.post(f"{path}/turns/1/answers", json={"text": "Pods."}, headers=candidate)
    plain = client.get(f"{path}/turns/1", headers=STAFF).json()
    read = client.get(f"{path}/turns/1?calibration=spring", headers=STAFF).json()
    assert read["score"] == plain["score"]
    assert abs(read["calibrated"] - (20 + plain["score"]["score"] / 2)) < 5
    report = client.get(f"{path}/report?calibration=spring", headers=STAFF).json()
    assert report["calibrated_score"] == read["calibrated"]
    missing = client.get(f"{path}/turns/1?calibration=autumn", headers=STAFF)
    assert (missing.status_code, missing.json()["code"]) == (404, "calibration_not_found")
    refused = client.get(f"{path}/turns/1?calibration=spring", headers=candidate)
    assert refused.status_code == 401


def test_authors_see_unmet_points_and_moved_answers(client: TestClient) -> None:
    made = client.post("/api/v1/interviews", json={"count": 1}).json()
    turn = f"/api/v1/interviews/{made['id']}/turns/1"
    ref = made["turns"][0]["question"]["id"]
    candidate = {"Authorization": f"Bearer {made['token']}"}
    client.post(f"{turn}/answers", json={"text": ""}, headers=candidate)
    points = [{"id": "k1", "met": "partial"}]
    client.put(f"{turn}/review", json={"score": 40, "points": points}, headers=STAFF)
    reply = client.get(f"/api/v1/questions/{ref}/key-points/review", headers=STAFF)
    assert reply.headers["Cache-Control"] == "no-store"
    (version,) = reply.json()["versions"]
    assert (version["version"], version["answers"]) == (1, 1)
    assert all(point["never_met"] and point["asked"] == 1 for point in version["key_points"])
    first = next(point for point in version["key_points"] if point["id"] == "k1")
    assert first["reviewers"] == {"yes": 0, "partial": 1, "no": 0}
    (moved,) = version["moved"]
    assert (moved["interview_id"], moved["position"], moved["delta"]) == (made["id"], 1, 40)
    assert client.get("/api/v1/questions/none/key-points/review", headers=STAFF).status_code == 404
