#!/usr/bin/python3
"""Drives the program:  run.py PROGRAM [TEST_FILE…]

Prints what failed, and last `cli: N passed, N failed`. Each test is a function `test_...` of a
module test_*.py beside this one; it gets a Program.
"""
import importlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Answer:
    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout.decode("utf-8")
        self.error = done.stderr.decode("utf-8")  # fails where the message is not UTF-8

    def json(self):
        assert self.status == 0, f"exit status {self.status}: {self.error}"
        return json.loads(self.out)

    def lines(self):
        assert self.status == 0, f"exit status {self.status}: {self.error}"
        return [json.loads(line) for line in self.out.splitlines()]


class Program:
    """The program in a folder of its own, with an environment that has next to nothing."""

    def __init__(self, path, folder):
        self.path = os.path.abspath(path)
        self.folder = pathlib.Path(folder)
        self.data = ROOT / "examples" / "data"

    def run(self, *arguments, stdin=b"", **environment):
        if isinstance(stdin, str):
            stdin = stdin.encode("utf-8")
        done = subprocess.run([self.path, *map(str, arguments)], input=stdin, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                              timeout=120, env={"PATH": "/nowhere", **environment})
        return Answer(done)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def decide(self, case, *arguments):
        text = case if isinstance(case, (str, bytes)) else json.dumps(case)
        return self.run("decide", "-", "--json", *arguments, stdin=text)

    def refuses(self, answer, *words):
        """Exit status 2, nothing on standard output, one line with the words on the other."""
        assert answer.status == 2, f"exit status {answer.status}, output {answer.out[:200]!r}"
        assert answer.out == "", f"standard output: {answer.out[:200]!r}"
        assert answer.error.endswith("\n") and answer.error.count("\n") == 1, answer.error
        assert all(c.isprintable() for c in answer.error[:-1]), answer.error
        for word in words:
            assert word in answer.error, f"{word!r} is not in {answer.error!r}"


def main():
    sys.path.insert(0, str(HERE))
    passed = failed = 0
    only = sys.argv[2:]  # names of files, without an end; all where none is given
    for path in sorted(HERE.glob("test_*.py")):
        if only and path.stem not in only:
            continue
        module = importlib.import_module(path.stem)
        for name in [n for n in vars(module) if n.startswith("test_")]:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    getattr(module, name)(Program(sys.argv[1], folder))
                    passed += 1
                except Exception:  # a failure of any kind is one failed test
                    failed += 1
                    print(f"{path.name}: {name}")
                    traceback.print_exc(limit=-2, file=sys.stdout)
    print(f"cli: {passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
