"""Policy tests from Python, and as pytest items."""

import os
import subprocess
import sys

import certrules
import pytest
from certrules import testing

GOOD = """format = 1

[[test]]
name = "an application"
cites = ["R6"]
expect = { status = "applicant" }

[test.case]
event = "applied"
on = 2024-05-20

[[test]]
name = "nothing found"
expect = { status = "approved" }

[test.case]
event = "audit-reviewed"
on = 2024-05-20
findings = []
"""
BAD = GOOD.replace('status = "approved"', 'status = "assessed"')


def test_results(latest, tmp_path):
    good = testing.run(latest, GOOD)
    assert [one.name for one in good] == ["an application", "nothing found"]
    assert all(good)
    assert good[0].cites == ("R6",)
    assert not testing.failures(good)
    path = tmp_path / "x.policy-tests.toml"
    path.write_text(BAD)
    assert len(testing.run(latest, path, "application")) == 1
    (failed,) = testing.failures(testing.run(latest, path))
    assert failed.name == "nothing found"
    assert BAD.splitlines()[failed.line - 1].startswith(("[[test]]", "name"))
    (difference,) = failed.differences
    assert (difference.field, difference.expected, difference.got) == (
        "status", "assessed", "approved")
    assert "expected assessed" in str(failed)
    with pytest.raises(certrules.Error):
        testing.run(latest, "format = 1\nnonsense = 3\n")


def run_pytest(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rA", *arguments],
        capture_output=True, text=True, check=False, cwd=folder, env=dict(os.environ),
    )


def test_pytest_collects_them_beside_others(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "good.policy-tests.toml").write_text(GOOD)
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    (tmp_path / "other.toml").write_text("x = 1\n")
    told = run_pytest(tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "3 passed" in told.stdout
    assert "good.policy-tests.toml::an application" in told.stdout


def test_pytest_shows_what_failed_and_where(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "bad.policy-tests.toml").write_text(BAD)
    told = run_pytest(tmp_path, "--policy", "escp@2020-09-01")
    assert told.returncode == 1
    assert "1 failed, 1 passed" in told.stdout
    assert "expected assessed" in told.stdout
    assert "got      approved" in told.stdout
    (tmp_path / "bad.policy-tests.toml").write_text("format = 1\nnonsense = 3\n")
    told = run_pytest(tmp_path)
    assert told.returncode not in (0, 1)
    assert "bad.policy-tests.toml" in told.stdout
    assert "no [[test]]" in told.stdout


def test_the_policy_is_a_setting(tmp_path):
    (tmp_path / "own.toml").write_text(certrules.Policy.builtin_text("escp@2020-09-01"))
    (tmp_path / "pytest.ini").write_text("[pytest]\npolicy = own.toml\n")
    (tmp_path / "good.policy-tests.toml").write_text(GOOD)
    told = run_pytest(tmp_path)
    assert told.returncode == 0, told.stdout
    assert run_pytest(tmp_path, "--policy", "esccp").returncode != 0
