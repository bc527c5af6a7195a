#!/usr/bin/python3
"""Every public function, of the C++ headers and of the C header, has a fuzz target that calls it.

tests/fuzz/targets.toml is the table: target -> functions. Checked are that each function stands in it
exactly once, that nothing else does, that each target has a source and a corpus, and that the source
really calls what the table says of it. `without_target` lists what other tests hold instead. Then each of these checks meets a table broken on purpose.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FUZZ = ROOT / "tests" / "fuzz"


def without_comments(text):
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    text = re.sub(r"(?m)^[ \t]*#.*(?:\\\n.*)*$", "", text)
    return re.sub(r'"(?:\\.|[^"\\])*"', '""', text)


def functions_of(header):
    """Names of the functions that a C++ header declares, `class::name` for members. Operators,
    constructors, destructors and what is private or `detail` are left out."""
    text = without_comments(header.read_text())
    found = set()
    scopes = []  # (kind, name, visible)
    statement = ""
    depth = 0  # of parentheses: defaults of parameters hold braces
    i = 0
    while i < len(text):
        c = text[i]
        depth += (c == "(") - (c == ")")
        if depth == 0 and c in "{;}:":
            head = " ".join(statement.split())
            if c == ":" and head in ("public", "private", "protected"):
                scopes[-1] = (*scopes[-1][:2], head == "public")
                statement = ""
            elif c == ":":
                statement += c  # a name's scope, a base, an initialiser
            elif c == "}":
                if scopes:
                    scopes.pop()
                statement = ""
            else:
                add_function(head, scopes, found)
                if c == "{":
                    scopes.append(scope_of(head))
                    if scopes[-1][0] == "body":
                        i = end_of_body(text, i)
                        scopes.pop()
                statement = ""
        else:
            statement += c
        i += 1
    return found


def scope_of(head):
    """What a brace opens, by what stands before it."""
    if "(" in head or "=" in head or not head or head.startswith("enum"):
        return ("body", "", False)
    match = re.match(r"(?:template ?<.*> ?)?(namespace|class|struct|union)\b ?(?:\[\[\w+\]\] ?)?([\w:]*)", head)
    if not match:
        return ("body", "", False)
    return (match.group(1), match.group(2), match.group(1) != "class")


def end_of_body(text, start):
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return i
    return len(text)


def add_function(head, scopes, found):
    head = re.sub(r"^template ?<[^>]*> ?(requires .*? )?", "", head)
    if "(" not in head or not all(visible for _, _, visible in scopes) or head.startswith("friend"):
        return
    if any("detail" in name for kind, name, _ in scopes if kind == "namespace"):
        return
    if head.startswith(("using", "typedef", "static_assert", "inline constexpr", "extern")) and \
            "=" in head.split("(")[0]:
        return
    match = re.search(r"(?:^|[\s&*>])(~?[A-Za-z_]\w*)\s*\($", head[: head.index("(") + 1])
    if not match or "operator" in head.split("(")[0] or head.endswith(("= delete", "= default")):
        return
    name = match.group(1)
    classes = [n for kind, n, _ in scopes if kind in ("class", "struct")]
    if classes and name.lstrip("~") == classes[-1].split("::")[-1]:
        return
    if name in ("static_assert", "decltype", "explicit", "noexcept", "requires", "unexpected"):
        return
    found.add("::".join(classes + [name]))


def public_functions():
    found = set()
    for header in sorted((ROOT / "include" / "certrules").glob("*.hpp")):
        found |= functions_of(header)
    c_header = without_comments((ROOT / "capi" / "certrules.h").read_text())
    found.discard("edition::data")  # of the library's own sources
    return found | set(re.findall(r"\b(certrules_\w+)\s*\(", c_header))


def calls(source, function):
    return re.search(r"\b" + function.split("::")[-1] + r"\b\s*[(,;}\])]", source) is not None


def check(table, wanted, folder=FUZZ):
    wrong = []
    times = {}
    for target, functions in table.items():
        source = folder / f"{target}.cpp"
        if not source.exists():
            wrong.append(f"{target}: there is no tests/fuzz/{target}.cpp")
            continue
        if not any((folder / "corpus" / target).glob("*")):
            wrong.append(f"{target}: tests/fuzz/corpus/{target} is empty")
        text = without_comments(source.read_text())
        for function in functions:
            times[function] = times.get(function, 0) + 1
            if function in wanted and not calls(text, function):
                wrong.append(f"{target}: does not call {function}")
    wrong += [f"{f}: no target" for f in sorted(wanted - set(times))]
    wrong += [f"{f}: there is no such public function" for f in sorted(set(times) - wanted)]
    wrong += [f"{f}: has more than one target" for f, n in sorted(times.items()) if n > 1]
    wrong += [f"{p.name}: is not in targets.toml" for p in sorted(folder.glob("*.cpp"))
              if p.stem not in table]
    return wrong


def main():
    wanted = public_functions()
    if len(sys.argv) > 1:
        print("\n".join(sorted(wanted)))
        return 0
    table = {t: entry["calls"] for t, entry in tomllib.loads((FUZZ / "targets.toml").read_text()).items()}
    wanted -= set(table.pop("without_target"))
    wrong = check(table, wanted)
    for line in wrong:
        print(f"fuzz targets: {line}")
    passed = len(wanted) - len(wrong)
    failed = len(wrong)
    first = next(iter(table))
    for name, broken in (
            ("a function left out", {**table, first: table[first][1:]}),
            ("a function that there is not", {**table, first: table[first] + ["certrules_nothing"]}),
            ("a function twice", {**table, first: table[first] + table[first][:1]}),
            ("a target without a source", {**table, "nothing": []}),
            ("a source without a target", {t: f for t, f in table.items() if t != first}),
            ("a call that is not made", {**table, first: [], "basics": table["basics"] + table[first]})):
        if check(broken, wanted):
            passed += 1
        else:
            failed += 1
            print(f"fuzz targets: {name} was not noticed")
    print(f"fuzz targets: {max(passed, 0)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
