"""The examples, against the installed package."""

import subprocess
import sys
import xml.etree.ElementTree as tree

from conftest import DATA, ROOT

EXAMPLES = ROOT / "examples" / "python"


def run(name, *arguments):
    return subprocess.run([sys.executable, "-B", EXAMPLES / name, *map(str, arguments)],
                          capture_output=True, text=True, check=False)


def test_decide():
    told = run("decide.py", DATA / "cases" / "07-assessed-criticals.json")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("assessed, 2024-02-20 to 2024-12-19")
    assert "because  open-critical is 4 (>= 1)" in told.stdout
    assert "to reach approved: close F1, close F2, close F3, close F4" in told.stdout
    assert run("decide.py", DATA / "cases" / "07-assessed-criticals.json", "esccp").returncode == 2


def test_replay(tmp_path):
    picture = tmp_path / "timeline.svg"
    told = run("replay.py", DATA / "histories" / "04-remediation.json", "2023-10-01", picture)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("F-104 shows remediation on 2023-10-01")
    assert "certified  |" in told.stdout
    assert len(tree.parse(picture).getroot().findall("{*}rect")) >= 5


def test_portfolio():
    told = run("portfolio.py", DATA / "portfolio.csv")
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    # 7 of 20 checkpoints in wages are more than 30 %; a plan that nobody knows of is no plan.
    assert [line.split()[1] for line in lines[:-1]] == [
        "progressing", "assessed", "assessed", "approved", "assessed", "assessed"]
    assert "too-many-majors" in lines[1]
    assert "not known: cap-submitted" in lines[5]
    assert lines[-1] == "4 assessed, 1 progressing, 1 approved"


def test_change_of_policy():
    told = run("change_of_policy.py", DATA / "portfolio.csv", "40%")
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[0].startswith(
        "F-202  assessed (too-many-majors) -> progressing (few-findings-with-plan)")
    assert "1 factories get another status" in told.stdout
    assert run("change_of_policy.py", DATA / "portfolio.csv", "many").returncode == 2
