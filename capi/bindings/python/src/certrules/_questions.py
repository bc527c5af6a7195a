"""What people who own a policy ask of it: policy tests, check, diff and impact."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from certrules import _native
from certrules._case import to_text
from certrules._errors import Error
from certrules._workbench import Check, Diff, Impact

if TYPE_CHECKING:
    from certrules._policy import Policy
    from certrules.testing import Result

_MOST_EXAMPLES = 100


def _lines(cases: Iterable[Mapping[str, object]]) -> bytes:
    """Cases as JSON lines."""
    return b"\n".join(to_text(case) for case in cases)


def source_of(source: str | bytes | os.PathLike[str]) -> tuple[bytes, bytes]:
    """An edition's text and the name that errors call it by."""
    if isinstance(source, bytes):
        return source, b""
    if isinstance(source, str) and ("\n" in source or "=" in source):
        return source.encode(), b""
    path = Path(source)
    return path.read_bytes(), os.fsencode(path)


class Workbench(_native.Book):
    """The part of ``Policy`` that works for its owners. Make a ``Policy``."""

    __slots__ = ()

    def _only_edition(self, name: str | None) -> int:
        """An edition by its name, its day, or its hash; the only one for None."""
        raise NotImplementedError

    def test_json(self, tests: str | bytes | os.PathLike[str], filter: str = "") -> str:
        """Runs policy tests (docs/policy-tests.md), a path or their text; the results as JSON.
        ``certrules.testing.run`` makes records of them.

        Raises InputError where the text is no set of tests."""
        text, file = source_of(tests)
        try:
            return self._test(text, filter.encode())
        except Error as error:
            if file:
                error.place = error.place.replace("tests.toml", os.fsdecode(file), 1)
            raise

    def run_tests(
        self, tests: str | bytes | os.PathLike[str], filter: str = ""
    ) -> tuple[Result, ...]:
        """Runs policy tests (docs/policy-tests.md), a path or their text: those whose name contains
        ``filter``. A test that fails is a result.

        Raises InputError where the text is no set of tests."""
        from certrules import testing

        return testing.run(cast("Policy", self), tests, filter)

    def check_json(self, *, edition: str | None = None) -> str:
        """The check as JSON, byte for byte what ``certrules check --json`` prints."""
        return self._check(self._only_edition(edition))

    def check(self, *, edition: str | None = None) -> Check:
        """What is wrong with an edition, over every case that it can be asked: gaps, rules that
        cannot fire, a worse audit that earns more, statuses without a way in or out
        (docs/analysis.md). Each with the smallest case that shows it. Takes tenths of a second;
        other threads run.

        ``edition`` (a name, a day or a hash) may be left out where the policy has one."""
        return Check.from_dict(json.loads(self.check_json(edition=edition)))

    def diff_json(
        self,
        other: Workbench,
        renamed: Mapping[str, str] = MappingProxyType({}),
        *,
        edition: str | None = None,
        other_edition: str | None = None,
    ) -> str:
        """The diff as JSON, byte for byte what ``certrules diff --json`` prints."""
        if not isinstance(other, Workbench):
            raise TypeError(f"expected a Policy to compare with, not {type(other).__name__}")
        before = self._only_edition(edition)
        after = other._only_edition(other_edition)
        for pair in renamed.items():
            if any(not name or "=" in name or "\n" in name for name in pair):
                raise ValueError(f"renamed: {pair[0]!r} to {pair[1]!r}, expected words")
        lines = "".join(f"{old}={new}\n" for old, new in renamed.items())
        return self._diff(before, other, after, lines.encode())

    def diff(
        self,
        other: Workbench,
        renamed: Mapping[str, str] = MappingProxyType({}),
        *,
        edition: str | None = None,
        other_edition: str | None = None,
    ) -> Diff:
        """What changes from this policy's edition to ``other``'s, over every case, with the
        smallest case that shows each difference; or the proof that nothing does. Takes tenths of a
        second; other threads run.

        renamed  words that go by another name in ``other``
        edition, other_edition  a name, a day or a hash; may be left out where there is one

        Raises InputError for a renamed word that its edition does not have."""
        told = self.diff_json(other, renamed, edition=edition, other_edition=other_edition)
        return Diff.from_dict(json.loads(told))

    def impact_json(
        self,
        other: Workbench,
        cases: str | bytes | Iterable[Mapping[str, object]],
        *,
        examples: int = 5,
    ) -> str:
        """The impact as JSON, byte for byte what ``certrules impact --json`` prints."""
        if not isinstance(other, Workbench):
            raise TypeError(f"expected a Policy to compare with, not {type(other).__name__}")
        if isinstance(cases, Mapping):
            raise TypeError("expected cases, not one case")
        text = to_text(cases) if isinstance(cases, (str, bytes)) else _lines(cases)
        if not 0 <= examples <= _MOST_EXAMPLES:
            raise ValueError(f"examples is {examples}, expected 0 to {_MOST_EXAMPLES}")
        return self._impact(other, text, examples)

    def impact(
        self,
        other: Workbench,
        cases: str | bytes | Iterable[Mapping[str, object]],
        *,
        examples: int = 5,
    ) -> Impact:
        """What a change from this policy to ``other`` does to many cases: how many go from which
        status to which, by rule and region. The editions that answer are picked as by ``decide``.

        cases     dicts in the form of docs/forms.md, or their JSON text, a case a line
        examples  how many cases each row names, 0 to 100

        A case that one policy refuses is counted so. Raises InputError for one that neither can
        read, with its number as ``line``; LimitError for more than 64 MiB of text."""
        return Impact.from_dict(json.loads(self.impact_json(other, cases, examples=examples)))
