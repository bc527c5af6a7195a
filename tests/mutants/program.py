"""The program of the unit and property tests with all changes in it, and runs of it."""
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import tempfile

import branches

FIRST_BATCH, LATER = 0.15, 8  # seconds of tests that share a process; each next batch is so much longer

STOPPED = -signal.SIGPROF


def run(*command, **more):
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, errors="replace", **more)


def make(root, build, place, wanted, jobs):
    """Builds it in `place` from the objects of `build` and changed copies of the sources whose path
    `wanted` takes. The changes, and how many conditions there are and are left out."""
    places = (str(root / "src") + "/", str(root / "include") + "/")
    units = branches.units_of(build, root / "src")
    headers = any(wanted(str(path.relative_to(root))) for folder in places
                  for path in pathlib.Path(folder).rglob("*.hpp"))
    if not headers:
        units = [e for e in units if wanted(str(pathlib.Path(e["file"]).relative_to(root)))]
    found, left_out = branches.conditions(units, places, place / "cache", jobs)
    found = [c for c in found if wanted(str(pathlib.Path(c.file).relative_to(root)))]
    tree = place / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    for folder in ("src", "include"):
        shutil.copytree(root / folder, tree / folder)
    branches.number(found, root, tree)
    objects = compiled(units, root, tree, jobs)
    link = run("ninja", "-C", build, "-t", "commands", "tests/certrules_tests").stdout
    words = shlex.split(link.strip().splitlines()[-1])
    words = [w for w in words if w not in (":", "&&")]
    # The changed ones first: of an inline function, the first that the linker meets stays.
    words[words.index("-o"):words.index("-o") + 2] = ["-o", str(place / "certrules_tests")]
    words[1:1] = objects
    done = run(*words, cwd=build)
    if done.returncode != 0:
        raise SystemExit(done.stdout[-3000:])
    return branches.mutants(found, root), len(found), left_out


def compiled(units, root, tree, jobs):
    here = pathlib.Path(__file__).resolve().parent

    def one(entry):
        words = shlex.split(entry["command"].replace(str(root) + "/src", str(tree) + "/src")
                            .replace(str(root) + "/include", str(tree) + "/include"))
        at = words.index("-o") + 1
        source = pathlib.Path(entry["file"]).relative_to(root)
        name = words[at] = str(tree / source) + ".o"
        words = [w for w in words if not w.startswith(("-W", "-O"))]
        made = run(*words, "-w", "-O1", "-include", here / "switch.hpp", cwd=entry["directory"])
        return name, made

    objects = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for name, made in pool.map(one, units):
            if made.returncode != 0:
                errors = [line for line in made.stdout.splitlines() if "error" in line]
                raise SystemExit("\n".join(errors[:20]) or made.stdout[-3000:])
            objects.append(name)
    return objects


@dataclasses.dataclass
class Test:
    name: str
    seconds: float
    seen: bytes


class Program:
    def __init__(self, path):
        self.path = path

    def start(self, tests, seconds=0.0, **environment):
        """Runs these tests until one fails: exit status and seconds of processor time."""
        env = {**os.environ, **environment}
        if seconds:
            env["CERTRULES_MILLISECONDS"] = str(int(seconds * 1000))
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as names:
            for name in tests:
                # In a pattern of Catch2, these stand for something else.
                names.write('"' + re.sub(r'([\\",\[\]])', r"\\\1", name) + '"\n')
            names.flush()
            process = subprocess.Popen([str(self.path), "--input-file", names.name, "--abort",
                                        "-w", "NoTests"], env=env, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode, usage.ru_utime + usage.ru_stime

    def tests(self, longest, jobs):
        """The tests that take no longer, with what each takes and sees without any change, and how
        many there are in all."""
        listed = run(self.path, "--list-test-names-only").stdout.splitlines()
        names = [line.strip() for line in listed if line.strip()]

        def one(name):
            with tempfile.NamedTemporaryFile() as out:
                status, seconds = self.start([name], longest, CERTRULES_SEEN=out.name)
                if status == STOPPED:
                    return None
                if status != 0:
                    raise SystemExit(f"without any change, this test fails: {name}")
                return Test(name, seconds, pathlib.Path(out.name).read_bytes())

        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            found = [t for t in pool.map(one, names) if t]
        return sorted(found, key=lambda t: t.seconds), len(names)

    def caught(self, mutant, tests, idle):
        """"failed", "crashed" or "stopped"; "" if no test notices; None if none can: none sees the
        operand as the change would not have it."""
        bit = 2 if mutant.way == "always" else 1
        able = [t for t in tests if t.seen[mutant.number] & bit]
        if not able:
            return None
        limit, batch, total = FIRST_BATCH, [], 0.0
        for i, t in enumerate(able):
            batch.append(t.name)
            total += t.seconds - idle
            if total < limit and i + 1 < len(able):
                continue
            status, _ = self.start(batch, 1 + 4 * total,
                                   **{f"CERTRULES_{mutant.way.upper()}": str(mutant.number)})
            if status != 0:
                return "failed" if status > 0 else "stopped" if status == STOPPED else "crashed"
            limit, batch, total = limit * LATER, [], 0.0
        return ""
