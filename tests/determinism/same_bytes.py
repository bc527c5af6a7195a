#!/usr/bin/python3
"""The same questions give the same bytes: by both compilers, optimised or not, in any locale, in any
time zone.

    same_bytes.py LIBRARY... [--under RUNTIME LIBRARY...]

Each libcertrules_c.so is loaded by a process of its own (one of a sanitizer under its runtime), which
first puts its locale and its time zone into effect, and answers every case and history of the
repository. The first library under the C locale and UTC is what all others must agree with, byte for
byte. At last one byte of one answer is changed on purpose, and that must be noticed.
"""

import ctypes
import hashlib
import json
import locale
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NO_DAY = -2147483648
ROOM = 1 << 22

# A comma for the point, other letters for i, right to left, and zones on both sides of the date line.
PLACES = [("C", "UTC"), ("de_DE.UTF-8", "Pacific/Kiritimati"), ("tr_TR.UTF-8", "America/Adak"),
          ("ar_EG.UTF-8", "Asia/Kathmandu")]


def histories():
    for path in sorted((ROOT / "examples/data/histories").glob("*.json")):
        yield json.loads(path.read_text())


def cases():
    for path in sorted((ROOT / "examples/data/cases").glob("*.json")):
        yield json.loads(path.read_text())
    for line in (ROOT / "tests/vectors/expected-outcomes.jsonl").read_text().splitlines():
        yield json.loads(line)["case"]


def answers(library):
    """Every answer of a library, with its question."""
    lib = ctypes.CDLL(library)
    buffer = ctypes.create_string_buffer(ROOM)
    rest = (buffer, ctypes.c_size_t(ROOM), None, None)

    def text(call, *arguments):
        code = call(*arguments, *rest)
        return f"{code} {buffer.value.decode() if code == 0 else ''}"

    def sized(document):
        data = json.dumps(document).encode()
        return data, ctypes.c_size_t(len(data))

    names = [b"escp@2020-09-01", b"ietp@2018-10-09", b"ietp@2016-04-01"]
    for name in names + [b"escp"]:
        book = ctypes.c_void_p()
        if lib.certrules_book_builtin(name, ctypes.c_size_t(len(name)), None, ctypes.byref(book), None):
            raise RuntimeError(name)
        for i, case in enumerate(cases()):
            yield f"{name} case {i}", text(lib.certrules_decide_json, book, *sized(case),
                                           ctypes.c_uint32(0))
        for i, history in enumerate(histories()):
            for on in (19000, 19700, 20000):
                for door in ("replay_json", "fees_json", "deadlines_json", "disclosures_json"):
                    yield f"{name} {door} {i} {on}", text(getattr(lib, f"certrules_{door}"), book,
                                                         *sized(history), on, NO_DAY)
                yield f"{name} calendar {i} {on}", text(lib.certrules_calendar, book,
                                                       *sized(history), on, NO_DAY, 14)
        lib.certrules_book_free(book)
    for name in names:
        edition = ctypes.c_void_p()
        if lib.certrules_edition_builtin(name, ctypes.c_size_t(len(name)), None,
                                         ctypes.byref(edition), None):
            raise RuntimeError(name)
        yield f"{name} words", text(lib.certrules_edition_json, edition)
        region = 0
        while (told := text(lib.certrules_explain_json, edition, ctypes.c_uint32(region)))[0] == "0":
            yield f"{name} region {region}", told
            region += 1
        lib.certrules_edition_free(edition)
    yield "policies", text(lib.certrules_policies_json)


def worker(library, place):
    if locale.setlocale(locale.LC_ALL, "") is None or locale.setlocale(locale.LC_ALL).split(";")[0] == "":
        raise RuntimeError("no locale")
    time.tzset()
    # Both must be in effect, or nothing is shown.
    if place.startswith("de") and locale.localeconv()["decimal_point"] != ",":
        raise RuntimeError("the German locale is not in effect")
    if os.environ["TZ"] != "UTC" and time.timezone == 0:
        raise RuntimeError("the time zone is not in effect")
    for number, (question, answer) in enumerate(answers(library)):
        if number == 300 and "CERTRULES_CHANGE_A_BYTE" in os.environ:
            answer = answer[:-1] + chr(ord(answer[-1]) ^ 1)
        print(json.dumps([question, hashlib.sha256(answer.encode()).hexdigest(), answer[:200]]))


def ask(library, runtime, name, zone, folder, **more):
    """The answers of one library in one place, and what it complained of."""
    environment = dict(os.environ, LOCPATH=folder, LC_ALL=name, TZ=zone, **more)
    if runtime:  # the interpreter itself leaks, and takes memory by its own means
        environment |= {"LD_PRELOAD": runtime, "ASAN_OPTIONS": "detect_leaks=0"}
    done = subprocess.run([sys.executable, "-B", __file__, "--worker", library, name],
                          env=environment, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return lines, "" if done.returncode == 0 else done.stderr[-2000:] or "failed"


def differences(reference, lines):
    return ([(a, b) for a, b in zip(reference, lines) if a != b] +
            [(len(reference), len(lines))] * (len(reference) != len(lines)))


def main(arguments):
    runtime, libraries = None, []
    for argument in (words := iter(arguments)):
        if argument == "--under":
            runtime = next(words)
        else:
            libraries.append((argument, runtime))
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, _ in PLACES[1:]:
            subprocess.run(["localedef", "-i", name.split(".")[0], "-f", "UTF-8", f"{folder}/{name}"],
                           check=True, capture_output=True)
        reference = None
        for library, runtime in libraries:
            for name, zone in PLACES:
                lines, complaint = ask(library, runtime, name, zone, folder)
                if complaint or len(lines) < 500:
                    failed += 1
                    print(f"determinism: FAILED: {library} in {name}, {zone}: {len(lines)} answers"
                          f"\n{complaint}")
                    continue
                reference = reference or lines
                wrong = differences(reference, lines)
                if wrong:
                    failed += 1
                    print(f"determinism: FAILED: {library} in {name}, {zone}: {len(wrong)} of "
                          f"{len(reference)} differ, first {wrong[:1]}")
                else:
                    passed += 1
        if reference:
            print(f"{len(reference)} answers, {len(libraries)} libraries, {len(PLACES)} places")
            lines, _ = ask(*libraries[0], *PLACES[0], folder, CERTRULES_CHANGE_A_BYTE="1")
            if len(differences(reference, lines)) == 1:
                passed += 1
            else:
                failed += 1
                print("determinism: FAILED: one byte was changed, and nobody noticed")
    print(f"determinism: {passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        worker(*sys.argv[2:])
    else:
        sys.exit(main(sys.argv[1:]))
