#!/usr/bin/env python3
"""Holds the C interface to what its hosts were built against.

    gates.py check LIBRARY      every gate, then every gate against something broken on purpose
    gates.py update LIBRARY     writes the lists anew; look at the difference before committing it

The lists lie in capi/abi/: the symbols that leave the library, those that enter it, the layout of
every struct with every constant, and an ABI dump of the header's types.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = ROOT / "capi" / "certrules.h"
LISTS = ROOT / "capi" / "abi"


def run(*command, **options):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)


# ---- what a header says ----------------------------------------------------------------------


def declarations(header):
    """The header without comments and without what only C++ sees."""
    text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.S)
    return re.sub(r"#ifdef __cplusplus.*?#endif", "", text, flags=re.S)


def functions(header):
    """name -> (result type, parameters) of every function."""
    found = {}
    for match in re.finditer(r"(?m)^CERTRULES_API\s+([^;]*?)\b(certrules_\w+)\s*\(([^;]*)\)\s*;",
                             declarations(header)):
        found[match.group(2)] = (match.group(1).strip(), " ".join(match.group(3).split()))
    return found


def structs(header):
    """name -> names of the members, in order."""
    found = {}
    for match in re.finditer(r"typedef struct (\w+) \{(.*?)\} \1;", declarations(header), re.S):
        members = []
        for member in match.group(2).split(";"):
            member = " ".join(member.split())
            if not member:
                continue
            pointer = re.search(r"\(\*(\w+)\)", member)
            members.append(pointer.group(1) if pointer
                           else re.search(r"(\w+)(\[\w+\])?$", member).group(1))
        found[match.group(1)] = members
    return found


def constants(header):
    text = declarations(header)
    names = re.findall(r"#define (CERTRULES_[A-Z0-9_]+) [(0-9]", text)
    for body in re.findall(r"enum \{(.*?)\}", text, re.S):
        names += re.findall(r"(CERTRULES_\w+)\s*=", body)
    return names


def layout(header, work):
    """Sizes, offsets and constants, as a C compiler has them."""
    lines = ["#include <stdio.h>", f'#include "{header}"', "int main(void) {",
             'printf("{\\n \\"structs\\": {");']
    for i, (name, members) in enumerate(structs(header).items()):
        lines.append(f'printf("{"," if i else ""}\\n  \\"{name}\\": {{\\"size\\": %zu, '
                     f'\\"fields\\": [", sizeof({name}));')
        for k, member in enumerate(members):
            lines.append(f'printf("{"," if k else ""}\\n   {{\\"name\\": \\"{member}\\", '
                         f'\\"offset\\": %zu, \\"size\\": %zu}}", offsetof({name}, {member}), '
                         f'sizeof((({name}*)0)->{member}));')
        lines.append('printf("]}");')
    lines.append('printf("},\\n \\"constants\\": {");')
    for i, name in enumerate(constants(header)):
        lines.append(f'printf("{"," if i else ""}\\n  \\"{name}\\": %lld", (long long){name});')
    lines.append('printf("}\\n}\\n"); return 0; }')
    source = work / "layout.c"
    source.write_text("\n".join(lines))
    built = run("gcc", "-std=c99", "-o", work / "layout", source)
    if built.returncode:
        raise RuntimeError(built.stderr)
    return json.loads(run(work / "layout").stdout)


def stub(header, work, name="stub", extra=""):
    """A library in C with the header's functions and no content: its types are all that counts."""
    lines = [f'#include "{header}"']
    for function, (result, parameters) in functions(header).items():
        body = "{}" if result == "void" else "{ return 0; }"
        lines.append(f"{result} {function}({parameters}) {body}")
    source = work / f"{name}.c"
    source.write_text("\n".join(lines) + "\n" + extra)
    library = work / f"lib{name}.so"
    built = run("gcc", "-g", "-w", "-shared", "-fPIC", "-D", "CERTRULES_BUILDING",
                "-fvisibility=hidden", "-o", library, source)
    if built.returncode:
        raise RuntimeError(built.stderr)
    return library


# ---- what a library says ---------------------------------------------------------------------


def symbols(library, which):
    """Names of the dynamic symbols, without their versions: `--defined-only` or the other."""
    names = set()
    for line in run("nm", "-D", which, library).stdout.splitlines():
        kind, name = line.split()[-2:]
        if kind != "A":  # the version's own name
            names.add(name.split("@")[0])
    return names


def listed(path):
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return {line for line in lines if line}


# ---- the gates: each gives a list of what is wrong -------------------------------------------


def gate_symbols(library):
    have, want = symbols(library, "--defined-only"), listed(LISTS / "symbols.txt")
    return [f"missing: {n}" for n in sorted(want - have)] + [f"not in capi/abi/symbols.txt: {n}"
                                                             for n in sorted(have - want)]


def gate_header_symbols(header):
    """The header declares what the list has."""
    have, want = set(functions(header)), listed(LISTS / "symbols.txt")
    return sorted(have ^ want)


def gate_imports(library):
    have, allowed = symbols(library, "--undefined-only"), listed(LISTS / "imports.txt")
    return [f"not in capi/abi/imports.txt: {n}" for n in sorted(have - allowed)]


def gate_layout(header):
    with tempfile.TemporaryDirectory() as work:
        have = layout(header, Path(work))
    want = json.loads((LISTS / "layout.json").read_text())
    wrong = []
    for part in ("structs", "constants"):
        for name in sorted(set(have[part]) | set(want[part])):
            if have[part].get(name) != want[part].get(name):
                wrong.append(f"{name}: {want[part].get(name)} became {have[part].get(name)}")
    return wrong


def gate_abi(header):
    with tempfile.TemporaryDirectory() as work:
        library = stub(header, Path(work))
        done = run("abidiff", "--no-added-syms", "--suppressions", LISTS / "exceptions.ini",
                   LISTS / "baseline.abi", library)
    return done.stdout.splitlines() + done.stderr.splitlines() if done.returncode else []


LANGUAGES = [("gcc", "c89", "c"), ("gcc", "c99", "c"), ("gcc", "c11", "c"),
             ("g++", "c++11", "c++"), ("g++", "c++20", "c++")]


def gate_alone(header):
    wrong = []
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "alone.c"
        source.write_text(f'#include "{header}"\n#include "{header}"\n')
        for compiler, standard, language in LANGUAGES:
            done = run(compiler, f"-std={standard}", "-x", language, "-pedantic-errors", "-Wall",
                       "-Wextra", "-Werror", "-fsyntax-only", source)
            wrong += [f"{standard}: {done.stderr}"] if done.returncode else []
    return wrong


def gate_documented(header):
    """docs/c-api.md has every function, and no other."""
    text = (ROOT / "docs" / "c-api.md").read_text()
    told = set(re.findall(r"\bcertrules_[a-z0-9_]+(?=\()", text))
    have = set(functions(header))
    return sorted(f"not in docs/c-api.md: {n}" for n in have - told) + sorted(
        f"docs/c-api.md tells of {n}, which there is not" for n in told - have)


# ---- and each of them against something broken ------------------------------------------------


def changed(work, name, *replacements):
    text = HEADER.read_text()
    for old, new in replacements:
        if old not in text:
            raise RuntimeError(f"{name}: the header has no {old!r}")
        text = text.replace(old, new)
    path = work / f"{name}.h"
    path.write_text(text)
    return path


def broken(work):
    """(what was broken, what the gate says of it)"""
    renamed = changed(work, "renamed", ("certrules_settle(", "certrules_settel("))
    yield "a symbol renamed", gate_symbols(stub(renamed, work, "renamed"))
    yield "a symbol renamed in the header", gate_header_symbols(renamed)
    yield "a symbol renamed, for abidiff", gate_abi(renamed)
    moved = changed(work, "moved", ("    int32_t rule;\n    uint32_t region;",
                                    "    uint32_t region;\n    int32_t rule;"))
    yield "a field moved", gate_layout(moved)
    yield "a field moved, for abidiff", gate_abi(moved)
    renumbered = changed(work, "renumbered", ("CERTRULES_E_REFUSED = 300", "CERTRULES_E_REFUSED = 305"))
    yield "a code renumbered", gate_layout(renumbered)
    narrowed = changed(work, "narrowed", ("int32_t day, char* buffer", "int16_t day, char* buffer"))
    yield "a parameter narrowed, for abidiff", gate_abi(narrowed)
    modern = changed(work, "modern", ("#define CERTRULES_H\n", "#define CERTRULES_H\n// not C89\n"))
    yield "a header that is not C89", gate_alone(modern)
    for call, include in (("time(0)", "time.h"), ('getenv("TZ")', "stdlib.h"),
                          ('setlocale(LC_ALL, "")', "locale.h"), ('fopen("x", "r")', "stdio.h"),
                          ("localtime(0)", "time.h"), ("pthread_self()", "pthread.h"),
                          ("malloc(1)", "stdlib.h"), ("rand()", "stdlib.h")):
        extra = f"#include <{include}>\nlong impure(void) {{ return (long){call}; }}\n" \
                "__attribute__((visibility(\"default\"))) long certrules_impure(void)" \
                " { return impure(); }\n"
        yield f"a library that calls {call}", gate_imports(stub(HEADER, work, "impure", extra))
    extra = "__attribute__((visibility(\"default\"))) int leaked_name;\n"
    yield "a library that exports another name", gate_symbols(stub(HEADER, work, "leaky", extra))
    silent = changed(work, "silent", ("CERTRULES_API uint32_t certrules_abi_version(void);",
                                      "CERTRULES_API uint32_t certrules_abi_version(void);\n"
                                      "CERTRULES_API uint32_t certrules_untold(void);"))
    yield "a function without a page", gate_documented(silent)


def harmless(work):
    """(what was done, what the gate says of it): additions that must pass."""
    added = changed(work, "added", ("CERTRULES_API uint32_t certrules_abi_version(void);",
                                    "CERTRULES_API uint32_t certrules_abi_version(void);\n"
                                    "CERTRULES_API uint32_t certrules_added(void);"))
    yield "a function added, for abidiff", gate_abi(added)


# ---- ---------------------------------------------------------------------------------------------


def check(library):
    passed, failed = 0, 0

    def count(good, name, details):
        nonlocal passed, failed
        if good:
            passed += 1
            return
        failed += 1
        print(f"abi: FAILED: {name}")
        for line in details[:20]:
            print(f"    {line}")

    for name, wrong in (
            ("exported symbols", gate_symbols(library)),
            ("symbols of the header", gate_header_symbols(HEADER)),
            ("imports", gate_imports(library)),
            ("layouts and constants", gate_layout(HEADER)),
            ("abidiff against the baseline", gate_abi(HEADER)),
            ("the header alone in five languages", gate_alone(HEADER)),
            ("the functions of docs/c-api.md", gate_documented(HEADER))):
        count(not wrong, name, wrong)
    with tempfile.TemporaryDirectory() as folder:
        for name, wrong in broken(Path(folder)):
            count(wrong, f"{name} was not noticed", [])
        for name, wrong in harmless(Path(folder)):
            count(not wrong, f"{name} must pass", wrong)
    print(f"abi gates: {passed} passed, {failed} failed")
    return failed == 0


def update(library):
    LISTS.mkdir(exist_ok=True)
    names = sorted(symbols(library, "--defined-only"))
    (LISTS / "symbols.txt").write_text("".join(f"{n}\n" for n in names))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (LISTS / "layout.json").write_text(json.dumps(layout(HEADER, work), indent=1) + "\n")
        # The header is named without its folder: the dump tells where types were declared.
        shutil.copy(HEADER, work / "certrules.h")
        dumped = run("abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs",
                     "--type-id-style", "hash", "--out-file", LISTS / "baseline.abi",
                     stub(work / "certrules.h", work))
        if dumped.returncode:
            raise RuntimeError(dumped.stderr)
    extra = gate_imports(library)
    print("\n".join(extra) or "imports: as listed")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("check", "update"):
        sys.exit(__doc__)
    if sys.argv[1] == "update":
        update(Path(sys.argv[2]))
    else:
        sys.exit(0 if check(Path(sys.argv[2])) else 1)
