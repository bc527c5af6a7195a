#!/usr/bin/env python3
"""examples/c/service end to end: its requests over HTTP, what it refuses, and that it knows all of
it again after a restart.

    service_test.py SERVICE PROGRAM LIBRARY_PATH

PROGRAM is the command-line program of the same installation, which must give the same standings.
"""

import concurrent.futures
import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HISTORIES = ROOT / "examples" / "data" / "histories"


class Service:
    def __init__(self, program, database, library_path):
        environment = dict(os.environ, LD_LIBRARY_PATH=library_path)
        self.process = subprocess.Popen([program, database], stdout=subprocess.PIPE, text=True,
                                        env=environment)
        line = self.process.stdout.readline()
        if not line.startswith("listening on http://127.0.0.1:"):
            raise RuntimeError(f"the service said {line!r}")
        self.url = line.split()[-1]

    def __call__(self, method, path, body=None):
        """(status, content type, body)"""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers["Content-Type"], answer.read().decode()

    def get(self, path):
        status, _, body = self("GET", path)
        return status, json.loads(body)

    def post(self, path, body):
        status, _, answer = self("POST", path, body)
        return status, json.loads(answer)

    def end(self, how):
        self.process.send_signal(how)
        return self.process.wait(20)


def events_of(name):
    return json.loads((HISTORIES / name).read_text())["events"]


def filled(service):
    """Puts a first certification in, event by event."""
    for event in events_of("01-first-certification.json"):
        status, answer = service.post("/factories/F-101/events", event)
        assert status == 201, (event, answer)
    assert answer == {"factory": "F-101", "events": 17}
    assert service.get("/factories") == (200, ["F-101"])


def standing(service, program, work):
    # Worked out by hand: tests/vectors/expected-standings.jsonl.
    status, answer = service.get("/factories/F-101/standing?on=2024-01-15")
    assert status == 200
    assert answer["public_status"] == "certified"
    assert answer["certificate"] == {"status": "certified", "first_day": "2023-07-28",
                                     "last_day": "2024-07-27"}
    # The program of the same installation says the same.
    history = work / "history.json"
    history.write_text(json.dumps({"factory": "F-101",
                                   "events": events_of("01-first-certification.json")}))

    def told(verb):
        return subprocess.run([program, verb, history, "--on", "2024-01-15"] +
                              (["--json"] if verb != "calendar" else []), capture_output=True,
                              check=True).stdout.decode()
    assert json.loads(told("replay")) == answer
    for verb in ("fees", "disclosures"):
        assert service.get(f"/factories/F-101/{verb}?on=2024-01-15") == (200, json.loads(told(verb)))
    status, kind, calendar = service("GET", "/factories/F-101/calendar?on=2024-01-15")
    assert (status, kind) == (200, "text/calendar; charset=utf-8")
    assert calendar == told("calendar")
    assert calendar.count("BEGIN:VEVENT") == len(answer["deadlines"])
    _, deadlines = service.get("/factories/F-101/deadlines?on=2024-01-15")
    assert deadlines["deadlines"] == answer["deadlines"]
    # Before the certificate, and before anybody had recorded it.
    _, before = service.get("/factories/F-101/standing?on=2023-07-01")
    assert before["public_status"] == "progressing"
    _, unknown = service.get("/factories/F-101/standing?on=2024-01-15&known=2023-07-01")
    assert unknown["certificate"] is None


def verdicts(service):
    # A zero tolerance at a renewal audit, beside the certificate that the database knows of.
    case = {"event": "audit-reviewed", "on": "2024-06-10", "facts": {"willing-to-remediate": "no"},
            "findings": [{"id": "Z1", "section": "wages", "severity": "zero-tolerance", "transparent": "no"}]}
    status, refused = service.post("/factories/F-101/verdicts", case)
    assert status == 409, refused  # no audit was held
    for event in ({"event": "applied", "on": "2024-05-20"},
                  {"event": "audit-held", "on": "2024-06-03", "audit": "iaa", "findings": []}):
        assert service.post("/factories/F-101/events", event)[0] == 201
    status, verdict = service.post("/factories/F-101/verdicts", case)
    assert status == 201
    assert verdict["status"] == "terminated"
    assert verdict["state"]["certificate"] is None
    del case["facts"], case["findings"][0]
    status, verdict = service.post("/factories/F-101/verdicts", case)
    assert (status, verdict["public_status"]) == (201, "certified")
    # A case that brings its state is not given another.
    status, own = service.post("/factories/F-101/verdicts",
                               {"event": "applied", "on": "2024-05-20", "state": {}})
    assert (status, own["status"]) == (201, "applicant")
    _, kept = service.get("/factories/F-101/verdicts")
    assert [k["answer"]["status"] for k in kept] == ["terminated", verdict["status"], "applicant"]
    assert kept[0]["question"]["state"]["certificate"]["status"] == "certified"


def refusals(service):
    _, before = service.get("/factories/F-101/standing?on=2024-09-01")
    events = "/factories/F-101/events"
    for status, path, body, part in (
            (409, events, {"event": "finding-closed", "on": "2024-06-05", "finding": "F9"}, "F9"),
            (400, events, {"event": "fee-paid", "on": "2024-06-05", "fee": "registratoin"},
             "registration"),
            (400, events, {"event": "applied", "on": "2024-02-30"}, "2024-02-30"),
            (400, events, {"event": "applied"}, "on"),
            (400, events, [1, 2], "events"),
            (400, events, b"{", "one event"),
            (400, events, b"\xff\xfe", "event"),
            (400, events, b'{"event": "applied",\0 "on": "2025-01-01"}', "NUL"),
            (400, events, b"", "event"),
            (413, events, b" " * (2 << 20), "1 MiB"),
            (400, "/factories/F-101/verdicts", {"event": "applied"}, "day"),
            (400, "/factories/F-101/verdicts", {"event": "applied", "on": 7}, "YYYY-MM-DD"),
            (404, "/factories/F-777/verdicts", {"event": "applied", "on": "2024-01-01"}, "factory"),
            (404, "/factories/F 1/events", {}, "README"),
            (404, "/factories/" + 65 * "F" + "/events", {}, "README"),
            (404, "/factories/F-101/standing", {}, "README")):
        got, answer = service.post(path.replace(" ", "%20"), body)
        assert got == status, (path, body, got, answer)
        assert part in json.dumps(answer), (path, body, answer)
    for status, path in ((400, "/factories/F-101/standing"),
                         (400, "/factories/F-101/standing?on=yesterday"),
                         (400, "/factories/F-101/standing?on=2024-01-01&known=later"),
                         (404, "/factories/F-777/standing?on=2024-01-01"), (404, "/"),
                         (404, "/factories/../standing?on=2024-01-01"),
                         (404, "/factories/'/standing?on=2024-01-01")):
        assert service.get(path)[0] == status, path
    assert service("PUT", events, b"{}")[0] == 405
    assert service.get("/factories") == (200, ["F-101"])
    assert service.get("/factories/F-101/standing?on=2024-09-01") == (200, before)


def many_at_once(service):
    """Twelve factories from twelve clients; no event is lost, none goes to another."""
    events = events_of("00-example-of-the-forms.json")

    def one(n):
        for event in events:
            status, answer = service.post(f"/factories/P-{n}/events", event)
            assert status == 201, answer
        return service.get(f"/factories/P-{n}/standing?on=2024-09-01")[1]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        standings = list(pool.map(one, range(12)))
    for n, found in enumerate(standings):
        assert found.pop("factory") == f"P-{n}"
        assert found == standings[0]
        assert found["public_status"] == "certified"


def main():
    program, tool, library_path = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        database = work / "factories.db"
        service = Service(program, database, library_path)
        try:
            filled(service)
            standing(service, tool, work)
            verdicts(service)
            refusals(service)
            many_at_once(service)
            paths = ["/factories", "/factories/F-101/verdicts",
                     "/factories/F-101/standing?on=2024-09-01",
                     "/factories/P-3/calendar?on=2024-09-01"]
            before = [service("GET", path) for path in paths]
            assert service.end(signal.SIGTERM) == 0
            service = Service(program, database, library_path)
            assert [service("GET", path) for path in paths] == before
            # Pulled out from under it, it still has what it had confirmed.
            assert service.post("/factories/K-1/events",
                                {"event": "applied", "on": "2024-01-10"})[0] == 201
            service.end(signal.SIGKILL)
            service = Service(program, database, library_path)
            assert service.get("/factories/K-1/standing?on=2024-01-10")[1]["public_status"] == \
                "applicant"
            assert [service("GET", path) for path in paths[1:]] == before[1:]
            assert service.end(signal.SIGINT) == 0
        finally:
            service.process.kill()
    print("the service answers as it should")


if __name__ == "__main__":
    main()
