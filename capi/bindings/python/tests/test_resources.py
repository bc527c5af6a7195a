"""Handles, memory, threads: what a long-running host cares about."""

import gc
import resource
import subprocess
import sys
import threading
import tracemalloc

import certrules
import pytest
from certrules import Policy, _native
from conftest import case_files, random_cases, rows


def resident_kilobytes():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024


def test_no_handle_is_left():
    gc.collect()
    before = _native.live_handles()
    kept = [Policy.builtin("escp"), Policy.load(Policy.builtin_text("ietp@2018-10-09"))]
    assert _native.live_handles() > before
    verdict = kept[0].decide({"event": "applied", "on": "2024-05-20"})
    for wrong in ("nonsense = 3\n", b"\xff"):
        with pytest.raises(certrules.PolicyError):
            Policy.load(wrong)
    text = Policy.builtin_text("escp@2020-09-01")
    with pytest.raises(certrules.InputError):
        Policy.load(text, text)
    del kept
    gc.collect()
    assert _native.live_handles() > before, "the verdict still asks its policy"
    assert verdict.possible == ("applicant",)
    del verdict
    gc.collect()
    assert _native.live_handles() == before


def many_calls(policy, cases, count):
    for i in range(count):
        try:
            policy.decide(cases[i % len(cases)])
        except certrules.Error:
            pass


def test_memory_stays_flat(latest):
    """Every way through decide, good and bad, straight and as a document; all that is lazy."""
    cases = [row["case"] for row in rows("expected-outcomes.jsonl")] + random_cases(50, seed=9)

    def everything():
        many_calls(latest, cases, 20_000)
        for case in cases:
            try:
                verdict = latest.decide(case)
            except certrules.Error:
                continue
            verdict.because, verdict.possible, verdict.to_json(), repr(verdict)
            latest.explain(verdict)

    everything()
    gc.collect()
    tracemalloc.start()
    resident = resident_kilobytes()
    everything()
    gc.collect()
    first = tracemalloc.get_traced_memory()[0]
    everything()
    gc.collect()
    second = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    # One byte a call would show; a few are the measuring's own.
    assert second - first < 20_000
    assert resident_kilobytes() - resident < 16_000


def test_references_of_what_is_shared(latest, case):
    """A count that moves with the calls is a leak, or an object freed too often."""
    verdict = latest.decide(case)
    shared = [None, verdict.policy, verdict.status, verdict.rule, verdict.cites, (),
              verdict.valid.first_day, case["findings"][0]["id"], latest]
    many_calls(latest, [case], 100)
    before = [sys.getrefcount(one) for one in shared]
    many_calls(latest, [case], 10_000)
    after = [sys.getrefcount(one) for one in shared]
    assert [abs(b - a) < 20 for a, b in zip(before, after, strict=True)] == [True] * len(shared)


def test_many_threads_one_policy(policy):
    import json

    cases = [json.loads(path.read_text("utf-8")) for path in case_files()]
    expected = [policy.decide_json(case) for case in cases]
    wrong = []

    def ask():
        for _ in range(20):
            for case, answer in zip(cases, expected, strict=True):
                if policy.decide(case).to_json() != answer:
                    wrong.append(case)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_lock_is_let_go_in_long_calls(policy, case):
    """While one thread searches for long, another one counts."""
    case["findings"] = [
        dict(case["findings"][0], id=f"F{i}", tags=[], transparent="yes",
             severity=["minor", "major", "critical"][i % 3],
             section=["wages", "safety", "working-hours"][i % 3])
        for i in range(30_000)
    ]
    text = certrules._case.to_text(case)
    done = threading.Event()
    counted = 0

    def long_call():
        policy.decide_json(text, full=False)
        done.set()

    thread = threading.Thread(target=long_call)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)  # nobody is asked to let go: only the call itself can
    try:
        thread.start()
        while not done.is_set() and counted < 10_000_000:
            counted += 1
            if counted == 1:
                started = not done.is_set()
    finally:
        sys.setswitchinterval(interval)
    thread.join()
    assert counted > 1
    assert started


def test_a_second_interpreter_is_refused_or_served():
    """Never a crash: the module keeps its objects once for the process."""
    script = """
import certrules
try:
    import _xxsubinterpreters as interpreters
except ImportError:
    raise SystemExit(0)
here = interpreters.create()
try:
    interpreters.run_string(here, "import certrules")
except Exception as error:
    assert "several interpreters" in str(error), error
interpreters.destroy(here)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                         check=False)
    assert run.returncode == 0, run.stderr
