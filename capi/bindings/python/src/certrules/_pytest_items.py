"""Policy tests as pytest items. Imported by pytest alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from certrules._errors import Error
from certrules._policy import Policy
from certrules.testing import Result, load_policy, run

_POLICY = pytest.StashKey[Policy]()


class PolicyTestFailed(Exception):
    """A policy test that came out otherwise than it expects."""


def _policy(config: pytest.Config) -> Policy:
    if _POLICY not in config.stash:
        name = config.getoption("--policy") or str(config.getini("policy"))
        config.stash[_POLICY] = load_policy(name, config.rootpath)
    return config.stash[_POLICY]


class PolicyTestFile(pytest.File):
    """A file of policy tests: all of it is run once, when it is collected."""

    def collect(self) -> Iterator[pytest.Item]:
        try:
            results = run(_policy(self.config), self.path)
        except (Error, OSError) as error:
            raise self.CollectError(f"{self.path}: {error}") from None
        for result in results:
            item: pytest.Item = PolicyTest.from_parent(self, name=result.name, result=result)
            yield item


class PolicyTest(pytest.Item):
    """One policy test."""

    def __init__(self, *, result: Result, **more: Any) -> None:
        super().__init__(**more)
        self.result = result

    def runtest(self) -> None:
        if not self.result.passed:
            raise PolicyTestFailed(str(self.result))

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        if isinstance(excinfo.value, PolicyTestFailed):
            return f"{self.path}:{self.result.line}: {excinfo.value}"
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Any, int, str]:
        return self.path, self.result.line - 1, self.name
