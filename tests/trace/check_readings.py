#!/usr/bin/python3
"""Holds docs/readings.md, docs/edition-format.md and the tests together.

Each testable sentence of these pages starts with a bold id (**R3.1**, **E7.2**). A test cites it
in a tag, "[R3.1]", or in a comment, "reading R3.1" or "readings R3.1, R3.2 and R4.1". A sentence
that no test cites, and a cited id that has no sentence, are failures.

Exit status: 0 all hold, 1 some do not, 2 a page could not be read.
"""
import argparse
import difflib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ID = r"[RE][0-9]+(?:\.[0-9]+)?"
SENTENCE = re.compile(rf"\*\*({ID})\*\*")
TAG = re.compile(rf"\[({ID})\]")
# Words may continue on the next comment line, so the gap between ids can hold a comment mark.
GAP = r"[\s/#*]*"
LIST = re.compile(rf"\breadings?:?{GAP}({ID}(?:{GAP}(?:,|and|,{GAP}and){GAP}{ID})*)\b", re.I)
TESTS = {".cpp", ".hpp", ".c", ".h", ".py", ".cs", ".toml", ".sh"}


def sentences(text):
    """Ids of the sentences with their lines, and the ids that occur twice."""
    found, twice = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        for name in SENTENCE.findall(line):
            if name in found:
                twice.append((name, number))
            else:
                found[name] = number
    return found, twice


def cited(text):
    """(id, line) of each citation in the text of a test."""
    for match in TAG.finditer(text):
        yield match.group(1), text.count("\n", 0, match.start()) + 1
    for match in LIST.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        for name in re.findall(ID, match.group(1)):
            yield name, line


def is_test(path, tests):
    """The reference model explains itself with ids; only its tests prove anything."""
    parts = path.relative_to(tests).parts
    if path.suffix not in TESTS or parts[0] in ("trace", "runners"):
        return False
    return parts[0] != "reference" or path.name.startswith("test_") or path.suffix == ".cpp"


def nearest(name, known):
    """The sentences of the same reading, or the most similar id."""
    family = [k for k in known if k.split(".")[0] == name.split(".")[0]]
    return family or difflib.get_close_matches(name, known, n=1)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readings", type=pathlib.Path, nargs="+",
                        default=[ROOT / "docs" / "readings.md", ROOT / "docs" / "edition-format.md"])
    parser.add_argument("--tests", type=pathlib.Path, default=ROOT / "tests")
    parser.add_argument("--list", action="store_true", help="list each id with its tests")
    options = parser.parse_args(arguments)
    known, page_of, twice = {}, {}, []
    for page in options.readings:
        try:
            found, again = sentences(page.read_text(encoding="utf-8"))
        except OSError as error:
            print(f"{page}: {error.strerror}", file=sys.stderr)
            return 2
        if not found:
            print(f"{page}: no sentence with a bold id", file=sys.stderr)
            return 2
        again += [(name, line) for name, line in found.items() if name in known]
        twice += [(page.name, name, line) for name, line in again]
        for name, line in found.items():
            known.setdefault(name, line)
            page_of.setdefault(name, page.name)

    where = {}
    for path in sorted(p for p in options.tests.rglob("*") if p.is_file()):
        if is_test(path, options.tests):
            text = path.read_text(encoding="utf-8", errors="replace")
            for name, line in cited(text):
                where.setdefault(name, []).append(f"{path.relative_to(options.tests)}:{line}")

    failures = [f"{page}:{line}: {name} stands there a second time" for page, name, line in twice]
    failures += [f"{page_of[name]}:{line}: {name} is cited by no test"
                 for name, line in known.items() if name not in where]
    for name, places in where.items():
        if name not in known:
            hint = ", ".join(nearest(name, known))
            pages = " or ".join(page.name for page in options.readings)
            failures.append(f"{places[0]}: {name} has no sentence in {pages}"
                            + (f"; nearest: {hint}" if hint else ""))
    if options.list:
        for name in known:
            print(f"{name}: {', '.join(where.get(name, ['-']))}")
    for failure in failures:
        print(failure)
    passed = sum(name in where for name in known)
    print(f"trace: {passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
