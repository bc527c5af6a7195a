"""Policy tests in Python: run them, or let pytest collect them.

A policy test file is named ``*.policy-tests.toml`` (docs/policy-tests.md). With this package
installed, pytest collects such files beside the tests in Python, one item for each test. Which
policy they are run against is, first found: the option ``--policy``, the setting ``policy`` in
pytest's configuration, and else "escp". It is a built-in policy ("escp@2020-09-01") or the path of
an edition, from pytest's root. Several paths, separated by commas, make a book.

    [tool.pytest.ini_options]
    policy = "policies/next-year.toml"
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certrules._policy import Policy

if TYPE_CHECKING:
    import pytest

_SUFFIX = ".policy-tests.toml"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that came out otherwise than a test expects."""

    field: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.field}\n  - expected {self.expected}\n  + got      {self.got}"


@dataclass(frozen=True, slots=True)
class Result:
    """How one policy test came out. ``line`` is where it stands in its file; ``fired`` says which
    rules answered a failed one, and why."""

    name: str
    line: int
    cites: tuple[str, ...]
    passed: bool
    differences: tuple[Difference, ...]
    fired: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        if self.passed:
            return f"passed {self.name}"
        told = "\n".join([str(one) for one in self.differences] + [f"| {why}" for why in self.fired])
        return f"failed {self.name}\n{told}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def run(policy: Policy, tests: str | bytes | os.PathLike[str], filter: str = "") -> tuple[Result, ...]:
    """Runs policy tests: a path, or their text (as for ``Policy.load``). Only those whose name
    contains ``filter``.

    A test that fails is a result. Raises InputError where the text is no set of tests."""
    return tuple(
        Result(
            one["name"],
            one["line"],
            tuple(one["cites"]),
            one["passed"],
            tuple(
                Difference(d["field"], _text(d["expected"]), _text(d["got"]))
                for d in one["differences"]
            ),
            tuple(_text(why) for why in one["fired"]),
        )
        for one in json.loads(policy.test_json(tests, filter))["tests"]
    )


def load_policy(name: str, root: Path) -> Policy:
    """A policy by a built-in name, or by the paths of its editions, from a folder."""
    if name.endswith(".toml"):
        return Policy.load(*(root / path.strip() for path in name.split(",")))
    return Policy.builtin(name)


def failures(results: Iterable[Result]) -> tuple[Result, ...]:
    """Those that failed."""
    return tuple(result for result in results if not result.passed)


# ---- what pytest calls ---------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    about = "policy that *.policy-tests.toml are run against: a built-in name, or a path"
    parser.getgroup("certrules").addoption("--policy", default=None, help=about)
    parser.addini("policy", about, default="escp")


def pytest_collect_file(parent: Any, file_path: Path) -> Any:
    if not file_path.name.endswith(_SUFFIX):
        return None
    from certrules._pytest_items import PolicyTestFile

    return PolicyTestFile.from_parent(parent, path=file_path)
