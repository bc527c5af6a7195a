#!/usr/bin/python3
"""No C++ of the library names a word of any edition: statuses, severities, sections, tags, audits,
facts, fees, measures, rules. The engine's own words (events, denominators …) are not theirs."""
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = ["status", "severity", "section", "tag", "rating", "audit", "fact", "fee", "measure", "rule"]
# Names of events are words of the engine, wherever an edition uses the same word.
ENGINE = set(re.findall(r'"([a-z-]+)"', (ROOT / "src/detail/event_names.hpp").read_text()
                        .split("event_names{")[1].split("}")[0]))
# Fields of the forms, and words that an edition cannot choose.
ENGINE |= {"cap", "open", "fee", "audit", "audits", "bar", "cycle", "after", "decision", "score", "a", "c",
           "d", "e", "failed", "share", "open-findings", "refused"}


def main():
    ids = {}
    for path in sorted((ROOT / "src/editions").glob("*.toml")) + sorted(
            (ROOT / "examples/editions").glob("*.toml")):
        text = tomllib.loads(path.read_text())
        for kind in KINDS:
            for item in text.get(kind, []):
                ids.setdefault(item["id"], f"[[{kind}]] of {path.name}")
    if len(ids) < 100:
        sys.exit("too few ids were read")
    passed = failed = 0
    for folder in ("include", "src", "capi"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".hpp", ".cpp", ".h"):
                continue
            wrong = []
            for number, line in enumerate(path.read_text().splitlines(), 1):
                code = re.sub(r"^\s*(//|\*|/\*).*|\s//.*", "", line)
                for word in re.findall(r'"([a-z0-9-]+)"', code):
                    if word in ids and word not in ENGINE:
                        wrong.append(f"{path.relative_to(ROOT)}:{number}: \"{word}\" is {ids[word]}")
            print("\n".join(wrong), end="\n" if wrong else "")
            failed += bool(wrong)
            passed += not wrong
    print(f"no words of editions in code: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
