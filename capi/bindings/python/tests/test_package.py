"""The wheel, its types, and the C interface that it was built for."""

import dataclasses
import importlib.metadata
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import certrules
import pytest
from certrules import _native
from conftest import ROOT

HERE = Path(__file__).resolve().parent
INSTALLED = Path(certrules.__file__).resolve().parent
ABI = ROOT / "capi" / "abi"


def test_the_installed_package_is_tested():
    assert ROOT / "capi" not in INSTALLED.parents


def test_versions_agree():
    assert certrules.__version__ == importlib.metadata.version("certrules")
    version, number, abi = _native.versions()
    major, minor, patch = map(int, version.split("."))
    assert number == major * 10000 + minor * 100 + patch
    assert f"libcertrules_c.so.{abi // 100}.{abi % 100}" in [p.name for p in INSTALLED.iterdir()]


def test_the_wheel_is_whole():
    (wheel,) = (ROOT / "build" / "python").glob("*.whl")
    assert "-cp311-abi3-" in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    for name in ("certrules/py.typed", "certrules/_native.pyi", "certrules/_native.abi3.so"):
        assert name in names
    assert any(name.endswith("dist-info/LICENSE") for name in names)
    assert importlib.metadata.requires("certrules") is None


def test_the_extension_asks_for_the_limited_api_alone():
    """A name of Python's that the stable ABI does not have would break on another Python."""
    run = subprocess.run(["nm", "-D", "--undefined-only", INSTALLED / "_native.abi3.so"],
                         capture_output=True, text=True, check=True)
    needed = {line.split()[-1] for line in run.stdout.splitlines()}
    # Of these the stable ABI has some, where the headers ask for them: with Py_ssize_t lengths.
    private = {name.removesuffix("_SizeT") for name in needed if name.startswith("_Py")}
    assert private <= {
        "_Py_Dealloc", "_Py_NoneStruct", "_PyArg_ParseTuple", "_PyObject_CallFunction",
        "_PyObject_CallMethod", "_Py_BuildValue",
    }


def used_functions():
    run = subprocess.run(["nm", "-D", "--undefined-only", INSTALLED / "_native.abi3.so"],
                         capture_output=True, text=True, check=True)
    names = {line.split()[-1].split("@")[0] for line in run.stdout.splitlines()}
    return {name for name in names if name.startswith("certrules_")}


def left_out():
    """Functions that the package does without, each with the reason."""
    found = {}
    for line in (HERE / "functions_left_out.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, reason = line.split(maxsplit=1)
            found[name] = reason
    return found


def test_every_function_of_the_c_interface_is_bound_or_left_out_for_a_reason():
    known = set((ABI / "symbols.txt").read_text("utf-8").split())
    used = used_functions()
    assert used <= known
    assert known - used <= set(left_out())
    assert not used & set(left_out())


def test_a_function_that_is_missing_would_be_seen():
    assert "certrules_decide" in used_functions()
    assert "certrules_decide" not in left_out()


def test_layouts_are_those_of_the_manifest():
    manifest = json.loads((ABI / "layout.json").read_text("utf-8"))["structs"]
    told = _native.layout()
    assert set(told) == set(manifest)
    for name, struct in manifest.items():
        size, fields = told[name]
        assert size == struct["size"], name
        assert fields == {f["name"]: (f["offset"], f["size"]) for f in struct["fields"]}, name


def mypy(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir=/dev/null",
         *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=HERE,
    )


def test_the_package_is_typed_strictly():
    run = mypy("-p", "certrules")
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_user_is_typed_strictly():
    run = mypy(HERE / "typed_user.py")
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_users_mistakes_are_seen(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from certrules import Policy\n"
        "verdict = Policy.builtin().decide({'event': 'applied', 'on': '2024-05-20'})\n"
        "verdict.statsu\n"
        "verdict.status = None\n"
        "day: int = verdict.valid\n"
        "Policy.builtin(3)\n"
    )
    told = mypy(wrong).stdout
    for line in (3, 4, 5, 6):
        assert f"wrong.py:{line}: error" in told, told


@pytest.mark.parametrize("name", certrules.__all__)
def test_what_is_public_says_what_it_is(name):
    public = getattr(certrules, name)
    if name != "__version__":
        assert public.__doc__


def test_the_page_names_attributes_that_there_are():
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    told = {}
    for kind, rest in re.findall(r"\ban? `([A-Z]\w+)`(.*) \|$", page, re.M):
        told.setdefault(kind, set()).update(re.findall(r"`(\w+)`", rest))
    assert {"Standing", "Check", "Diff", "Impact"} <= set(told) and len(told["Standing"]) > 8
    for kind, names in told.items():
        of = getattr(certrules, kind)
        known = set(dir(of)) | {f.name for f in dataclasses.fields(of)}
        assert names <= known, (kind, names - known)
