#!/usr/bin/python3
"""Holds docs/edition-format.md, docs/schemas/edition.schema.json, include/certrules/limits.hpp and
the loader together:  check_format.py PROGRAM

- every example of the page loads, and together they use every field of the schema;
- every shipped edition is valid by the schema, as written and resolved;
- what the loader refuses for its shape (tests/editions/bad.txt), the schema refuses too;
- the fields that the loader asks for, found by offering it every word of its own sources in every
  table, are those of the schema;
- the page tells every field and every limit, with the number of the header;
- every variant is told in docs/readings.md.
"""
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/edition-format.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "docs/schemas/edition.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.draft202012_format_checker)
ONLY_IN_VARIANTS = {"based_on", "drop", "before"}

failures = []
passed = 0


def check(good, message):
    global passed
    if good:
        passed += 1
    else:
        failures.append(message)


def as_json(value):
    """A value of TOML as editors hand it to a schema: days are strings."""
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [as_json(v) for v in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def schema_errors(document):
    return [f"{e.json_path}: {e.message[:200]}" for e in VALIDATOR.iter_errors(as_json(document))]


def toml_of(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml_of(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_of, value)) + "]"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


class Loader:
    """The program, asked what is wrong with an edition."""

    def __init__(self, program, folder):
        self.program, self.path = program, pathlib.Path(folder) / "edition.toml"

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], capture_output=True, text=True,
                              check=False)

    def errors(self, text):
        self.path.write_text(text, encoding="utf-8")
        run = self.run("policy", str(self.path))
        if run.returncode == 0:
            return []
        return [line for line in run.stderr.splitlines() if "warning:" not in line]


def examples():
    blocks = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.M | re.S)
    whole = re.compile(r"^(format|based_on) =", re.M)
    return [b if whole.search(b) else blocks[0] + "\n" + b for b in blocks]


# ---- walking a document along the schema

def resolved(schema):
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def branches(schema):
    """The schema, and those it offers a choice of."""
    schema = resolved(schema)
    yield schema
    for choice in schema.get("oneOf", []) + schema.get("allOf", []):
        if "required" not in choice:
            yield from branches(choice)


def all_fields(schema, place=(), seen=None):
    """(place, field) of every table whose fields are fixed."""
    for branch in branches(schema):
        for key, value in branch.get("properties", {}).items():
            yield place, key
            yield from all_fields(value, place + (key,))
        if "items" in branch:
            yield from all_fields(branch["items"], place)


def used_fields(schema, value, place=()):
    for branch in branches(schema):
        if isinstance(value, dict):
            for key, inner in branch.get("properties", {}).items():
                if key in value:
                    yield place, key
                    yield from used_fields(inner, value[key], place + (key,))
        elif isinstance(value, list) and "items" in branch:
            for item in value:
                yield from used_fields(branch["items"], item, place)


def of_a_filter(place):
    """Filters have the same fields wherever they stand."""
    return ("count",) if place[-1:] == ("count",) else place


def check_examples(loader):
    used = set()
    for number, text in enumerate(examples()):
        errors = loader.errors(text)
        check(not errors, f"example {number + 1} of the page does not load: {errors[:3]}")
        document = tomllib.loads(text)
        wrong = schema_errors(document)
        check(not wrong, f"example {number + 1} of the page is no edition by the schema: {wrong[:3]}")
        used |= {(of_a_filter(place), key) for place, key in used_fields(SCHEMA, document)}
    for place, key in sorted({(of_a_filter(place), key) for place, key in all_fields(SCHEMA)}):
        name = ".".join(place + (key,))
        check((place, key) in used or (key == "before" and place != ("rule",)),
              f"no example of the page uses {name}")
        check(f"`{key}`" in PAGE or f"[{key}]" in PAGE or f"{key} " in PAGE,
              f"the page does not tell {name}")


def check_shipped(loader):
    files = sorted((ROOT / "src/editions").glob("*.toml")) + sorted(
        (ROOT / "examples/editions").glob("*.toml")) + [ROOT / "tests/editions/base.toml"]
    check(len(files) >= 10, "hardly an edition was found")
    for path in files:
        wrong = schema_errors(tomllib.loads(path.read_text(encoding="utf-8")))
        check(not wrong, f"{path.name} is no edition by the schema: {wrong[:3]}")
        whole = loader.run("policy", str(path), "--resolved")
        wrong = schema_errors(tomllib.loads(whole.stdout)) if whole.returncode == 0 else [whole.stderr]
        check(not wrong, f"{path.name}, resolved, is none: {wrong[:3]}")


# Messages about the shape of a file, not about what its names mean.
SHAPE = re.compile(
    r'unknown field|is missing \(|is an? [a-z -]+, expected|, expected \d+ to \d+|expected one of [a-z]|'
    r'may hold only|holds an? |three capital letters|unknown day|unknown event|expected exactly one|'
    r'a limit is missing|expected a rate|expected an amount|empty list|of the form "SOURCE')
# A schema sees a day as text, and cannot tell some pairs of fields apart from what they mean.
NOT_OF_A_SCHEMA = re.compile(r"expected a date such|and \"conforming|\"count\" and|every day of the")


def check_bad(loader):
    base = (ROOT / "tests/editions/base.toml").read_text(encoding="utf-8")
    blocks = re.split(r"^= ", (ROOT / "tests/editions/bad.txt").read_text(encoding="utf-8"),
                      flags=re.M)[1:]
    shapes = 0
    for block in blocks:
        name, *lines = block.splitlines()
        text, old, new, expected = base, None, [], []
        for line in lines + ["- "]:
            if line.startswith(("- ", ">")) or line == "-":
                if old is not None:
                    text = text.replace(old, "\n".join(new), 1)
                old, new = (line[2:].replace("\\n", "\n"), []) if line.startswith("- ") else (None, [])
            if line.startswith("+"):
                new.append(line[2:].replace("\\n", "\n"))
            if line.startswith("> "):
                expected.append(line[2:])
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        errors = [e for e in expected if " error: " in e]
        if not any(SHAPE.search(e) for e in errors) or any(NOT_OF_A_SCHEMA.search(e) for e in errors):
            continue
        shapes += 1
        check(loader.errors(text) != [], f"bad.txt, {name}: the loader takes it")
        check(schema_errors(document) != [], f"bad.txt, {name}: the schema takes it")
    check(shapes >= 25, f"only {shapes} bad editions are bad in shape")


# ---- fields of the loader

def words_of_the_loader():
    words = set()
    for path in (ROOT / "src/detail").glob("loader*.cpp"):
        words |= set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', path.read_text(encoding="utf-8")))
    return words


def rich():
    """All examples of the page in one edition."""
    whole = {}
    for text in examples():
        document = tomllib.loads(text)
        if "based_on" in document:
            continue
        for key, value in document.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                mine = whole.setdefault(key, [])
                mine += [item for item in value if item["id"] not in {i["id"] for i in mine}]
            else:
                whole.setdefault(key, value)
    return whole


def tables(value, place=()):
    """(place, table) of every table of a document, the entries of lists each."""
    if isinstance(value, dict):
        yield place, value
        for key, inner in value.items():
            yield from tables(inner, place + (key,))
    elif isinstance(value, list):
        for item in value:
            yield from tables(item, place)


def check_fields(loader):
    words = words_of_the_loader() - ONLY_IN_VARIANTS
    fields = {}
    for place, key in all_fields(SCHEMA):
        if key not in ONLY_IN_VARIANTS and place[:1] != ("drop",):
            fields.setdefault(place, set()).add(key)
    check(set().union(*fields.values()) <= words,
          f"fields of the schema that no loader reads: {set().union(*fields.values()) - words}")
    asked = {}
    count = len(list(tables(rich())))
    for number in range(count):
        document = rich()
        place, table = list(tables(document))[number]
        if place not in fields:
            continue  # its keys are words of the edition
        for word in words - set(table):
            table[word] = True
        unknown = set()
        for line in loader.errors("\n".join(f"{k} = {toml_of(v)}" for k, v in document.items())):
            unknown |= set(re.findall(r'unknown field "([^"]+)"', line))
        asked.setdefault(place, set()).update(words - unknown)
    for place in sorted(fields):
        name = ".".join(place) or "the top"
        check(asked.get(place) == fields[place],
              f"{name}: the loader alone knows {sorted(asked.get(place, set()) - fields[place])}, "
              f"the schema alone {sorted(fields[place] - asked.get(place, set()))}")


def check_limits():
    header = (ROOT / "include/certrules/limits.hpp").read_text(encoding="utf-8")
    numbers = {}
    for name, value in re.findall(r"\b(\w+) = ([0-9' *]+);", header):
        product = 1
        for factor in value.replace("'", "").split("*"):
            product *= int(factor)
        numbers[name] = product
    told = re.findall(r"^\| .* \| (\d+) \| `(\w+)` \|$", PAGE, re.M)
    check(len(told) >= 20, "the page has no table of limits")
    for number, name in told:
        check(numbers.get(name) == int(number), f"limit {name}: the page says {number}, the header "
              f"{numbers.get(name)}")


def check_variants():
    readings = (ROOT / "docs/readings.md").read_text(encoding="utf-8")
    variants = [p.stem for p in (ROOT / "src/editions").glob("*+*.toml")]
    check(len(variants) >= 5, "hardly a variant was found")
    for name in variants:
        check(f"`{name}`" in readings, f"docs/readings.md does not tell the variant {name}")


def main():
    if len(sys.argv) != 2:
        print("usage: check_format.py PROGRAM", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        loader = Loader(sys.argv[1], folder)
        check_examples(loader)
        check_shipped(loader)
        check_bad(loader)
        check_fields(loader)
    check_limits()
    check_variants()
    for failure in failures:
        print(failure)
    print(f"edition format: {passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
