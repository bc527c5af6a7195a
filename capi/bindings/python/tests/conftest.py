"""What the tests share. They run against the installed wheel, never against the sources."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from certrules import Policy

ROOT = Path(__file__).resolve().parents[4]
PROGRAM = ROOT / "build" / "release" / "certrules"
VECTORS = ROOT / "tests" / "vectors"
BENCH = ROOT / "capi" / "bindings" / "python" / "bench"
DATA = ROOT / "examples" / "data"

sys.path.insert(0, str(ROOT / "tests" / "reference"))

def rows(name):
    return [json.loads(line) for line in (VECTORS / name).read_text("utf-8").splitlines()]


def case_files():
    return sorted((DATA / "cases").glob("*.json"))


def random_cases(count, seed):
    """Cases of the reference model's generator: good ones of all editions, and spoilt ones."""
    import generate

    return [generate.a_case(random.Random(f"{seed}/cases/{i}")) for i in range(count)]


def random_histories(count, seed):
    """(history, day asked, day known or None), of the same generator."""
    import generate

    for i in range(count):
        r = random.Random(f"{seed}/histories/{i}")
        history = generate.a_history(r)
        on, known = generate.asked(r, history)
        yield history, on.isoformat(), known and known.isoformat()


def program(*arguments, text=None):
    """The program's exit status, output and complaint."""
    run = subprocess.run(
        [PROGRAM, *map(str, arguments)], input=text, capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout, run.stderr


@pytest.fixture(scope="session")
def policy():
    return Policy.builtin("escp")


@pytest.fixture(scope="session")
def latest():
    return Policy.builtin("escp@2020-09-01")


@pytest.fixture
def case():
    """The case of docs/forms.md."""
    return {
        "event": "audit-reviewed",
        "on": "2024-05-20",
        "audit": "iaa",
        "cycle_started_on": "2024-05-02",
        "state": {
            "held": ["certified"],
            "certificate": {
                "status": "certified",
                "first_day": "2023-06-01",
                "last_day": "2024-05-31",
            },
            "cycle": {"status": "assessed", "since": "2024-05-02"},
            "bar": None,
        },
        "facts": {"cap-submitted": "yes", "willing-to-remediate": "unknown"},
        "sections": {"wages": {"applicable": 21, "graded": {"major": 8}}},
        "findings": [
            {
                "id": "F1",
                "section": "wages",
                "severity": "critical",
                "tags": ["record-inconsistency"],
                "transparent": "no",
                "closed_on": None,
            }
        ],
    }
