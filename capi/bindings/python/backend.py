#!/usr/bin/env python3
"""Builds the wheel: compiles the extension, collects the words of the editions, zips.

    backend.py BUILD FOLDER     BUILD has libcertrules_c.so; the wheel goes into FOLDER

Also the build backend that pyproject.toml names (PEP 517), for `pip wheel --no-build-isolation`;
CERTRULES_BUILD then says where the library is, by default build/release of this checkout. It uses
Python's own library alone, and the compiler that CXX names.
"""

import base64
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
LIMITED_API = "0x030b0000"  # Python 3.11, the first with buffers in the limited API
PYTHON_TAG = "cp311-abi3"
FLAGS = ["-std=c++20", "-O2", "-DNDEBUG", "-fPIC", "-fvisibility=hidden", "-fno-semantic-interposition",
         "-flto=auto", "-fno-plt", "-Wall", "-Wextra", "-Wconversion", "-Werror"]
# Kinds of words by their names in certrules.h, and what their enumeration says of itself.
SHIPPED = {
    "Severity": ("severities", "How grave a finding is."),
    "Section": ("sections", "A section of the standard."),
    "Tag": ("tags", "What kind of finding it is, where a rule asks."),
    "Rating": ("ratings", "How a section as a whole was rated."),
    "Status": ("statuses", "What a factory has, or shows."),
    "Audit": ("audits", "A kind of audit."),
    "Fact": ("facts", "Something else that a rule asks."),
    "Fee": ("fees", "A fee."),
}


def project():
    with open(HERE / "pyproject.toml", "rb") as file:
        return tomllib.load(file)["project"]


def version():
    header = (ROOT / "capi" / "certrules.h").read_text(encoding="utf-8")
    number = int(re.search(r"#define CERTRULES_VERSION_NUMBER (\d+)", header).group(1))
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def platform_tag():
    """Runs where the C library is at least the one built against."""
    machine = os.uname().machine
    libc = os.confstr("CS_GNU_LIBC_VERSION") or ""
    found = re.fullmatch(r"glibc (\d+)\.(\d+)", libc)
    return f"manylinux_{found[1]}_{found[2]}_{machine}" if found else f"linux_{machine}"


def run(command):
    subprocess.run([str(part) for part in command], check=True)


def compile_extension(library, folder):
    """_native.abi3.so, which looks for the library beside itself."""
    compiler = shlex.split(os.environ.get("CXX", "g++"))
    include = ["-I", sysconfig.get_path("include"), "-I", ROOT / "capi"]
    sources = sorted((HERE / "native").glob("*.cpp"))
    objects = [folder / f"{source.stem}.o" for source in sources]

    def one(source, to):
        run([*compiler, *FLAGS, f"-DPy_LIMITED_API={LIMITED_API}", *include, "-c", source, "-o", to])

    with ThreadPoolExecutor(int(os.environ.get("JOBS", os.cpu_count() or 1))) as pool:
        list(pool.map(one, sources, objects))
    extension = folder / "_native.abi3.so"
    run([*compiler, "-shared", "-s", "-O2", "-flto=auto", "-Wl,-rpath,$ORIGIN", "-Wl,-z,now", "-o", extension,
         *objects, library])
    return extension


def shipped_words(package):
    """The source of _shipped.py: the words of all editions in the library, asked of itself."""
    script = """
import sys, importlib.util, json
spec = importlib.util.spec_from_file_location("certrules._native", sys.argv[1])
native = importlib.util.module_from_spec(spec)
spec.loader.exec_module(native)
class Verdict: __slots__ = ("policy", "status", "public_status", "rule", "region", "valid",
    "unknown", "cites", "obligations", "options", "notices", "_asked")
class Interval: __slots__ = ("first_day", "last_day")
import datetime
native.bind(Verdict, Interval, Interval, lambda *a: None, RuntimeError, lambda t: (),
            {}, datetime.date)
words = {"events": list(native.event_names())}
for name in native.builtin_names():
    for edition in native.Book(name)._describe():
        for kind in sys.argv[2:]:
            words.setdefault(kind, []).extend(str(word) for word in edition[kind])
print(json.dumps({kind: list(dict.fromkeys(found)) for kind, found in words.items()}))
"""
    kinds = [kind for kind, _ in SHIPPED.values()]
    told = subprocess.run([sys.executable, "-c", script, package / "_native.abi3.so", *kinds],
                          check=True, stdout=subprocess.PIPE, text=True)
    words = json.loads(told.stdout)
    lines = ['"""Written by backend.py from the library that the wheel carries."""', "",
             "from __future__ import annotations", "", "from certrules._word import Word", ""]

    def enumeration(name, about, members):
        lines.extend(["", f"class {name}(Word):", f'    """{about}"""', ""])
        for member in members:
            lines.append(f"    {re.sub('[^A-Z0-9]', '_', member.upper())} = {member!r}")

    for name, (kind, about) in SHIPPED.items():
        enumeration(name, about, words[kind])
        lines.append("")
    enumeration("Event", "What happened. The numbers are those of certrules.h.", words["events"])
    lines += ["", "    @classmethod", "    def numbered(cls, number: int) -> Event:",
              '        """The event that certrules.h numbers so."""',
              "        return list(cls.__members__.values())[number - 1]", ""]
    return "\n".join(lines)


def metadata():
    about = project()
    lines = ["Metadata-Version: 2.1", f"Name: {about['name']}", f"Version: {version()}",
             f"Summary: {about['description']}", f"License: {about['license']['text']}",
             *(f"Classifier: {one}" for one in about["classifiers"]),
             f"Requires-Python: {about['requires-python']}",
             "Description-Content-Type: text/markdown", "",
             (HERE / about["readme"]).read_text(encoding="utf-8")]
    return "\n".join(lines)


def entry_points():
    lines = []
    for group, entries in project().get("entry-points", {}).items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()), ""]
    return "\n".join(lines)


def write_wheel(path, files):
    """A zip whose bytes depend on the files alone, with the list that pip checks."""
    info = f"certrules-{version()}.dist-info"
    record = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        def put(name, content, mode=0o644):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, content)

        for name, content in sorted(files.items()):
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            record.append(f"{name},sha256={digest.decode()},{len(content)}")
            put(name, content, 0o755 if ".so" in name else 0o644)
        put(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,", ""]))


def build(library_folder, to):
    library = (library_folder / "libcertrules_c.so").resolve()
    soname = library_folder / "libcertrules_c.so"
    # The extension asks for the library by its soname: the wheel carries it under that name.
    names = sorted(library_folder.glob("libcertrules_c.so.*"), key=lambda one: len(one.name))
    if not soname.exists() or not names:
        raise SystemExit(f"{library_folder} has no libcertrules_c.so: build the library first")
    with tempfile.TemporaryDirectory() as temporary:
        package = Path(temporary)
        carried = package / names[0].name
        carried.write_bytes(library.read_bytes())
        extension = compile_extension(carried, package)
        files = {f"certrules/{path.name}": path.read_bytes()
                 for path in (HERE / "src" / "certrules").iterdir() if path.is_file()}
        files["certrules/_shipped.py"] = shipped_words(package).encode()
        for binary in (carried, extension):
            files[f"certrules/{binary.name}"] = binary.read_bytes()
    tag = f"{PYTHON_TAG}-{platform_tag()}"
    info = f"certrules-{version()}.dist-info"
    files[f"{info}/METADATA"] = metadata().encode()
    files[f"{info}/WHEEL"] = (f"Wheel-Version: 1.0\nGenerator: certrules\n"
                              f"Root-Is-Purelib: false\nTag: {tag}\n").encode()
    files[f"{info}/entry_points.txt"] = entry_points().encode()
    files[f"{info}/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    name = f"certrules-{version()}-{tag}.whl"
    write_wheel(Path(to) / name, files)
    return name


# What a frontend calls.


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    folder = Path(os.environ.get("CERTRULES_BUILD", ROOT / "build" / "release"))
    return build(folder, wheel_directory)


def build_sdist(sdist_directory, config_settings=None):
    raise NotImplementedError("the package is built from the whole checkout: make python")


def main():
    if len(sys.argv) != 3:
        print("usage: backend.py BUILD FOLDER", file=sys.stderr)
        return 2
    print(f"built {sys.argv[2]}/{build(Path(sys.argv[1]), sys.argv[2])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
