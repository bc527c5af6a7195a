"""What the enumerations of words have in common."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar

_Self = TypeVar("_Self", bound="Word")


class Word(str, Enum):
    """A word of an edition: a str, and a member where a shipped edition knows it.

    Editions are data, and may know words that this package was not built with. Such a word is
    kept as a value of its own: ``Status("suspended")`` is a ``Status``, equals ``"suspended"``,
    and is the same object each time; ``is_shipped`` is False.
    """

    # Enum._value2member_map_ is where Python itself looks for a value before it calls _missing_.
    @classmethod
    def _missing_(cls: type[_Self], value: object) -> _Self | None:
        if not isinstance(value, str) or not value:
            return None
        word = str.__new__(cls, value)
        word._name_ = value
        word._value_ = str(value)
        known: dict[Any, Any] = cls._value2member_map_
        kept: _Self = known.setdefault(str(value), word)
        return kept

    @property
    def is_shipped(self) -> bool:
        """Whether an edition that came with this package knows the word."""
        return self._name_ in type(self).__members__

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, spec: str) -> str:
        return str.__str__(self).__format__(spec)

    def __repr__(self) -> str:
        if self.is_shipped:
            return f"{type(self).__name__}.{self._name_}"
        return f"{type(self).__name__}({str.__repr__(self)})"

    def __reduce_ex__(self: _Self, protocol: object) -> tuple[type[_Self], tuple[str]]:
        return (type(self), (str(self),))

    def __copy__(self: _Self) -> _Self:
        return self

    def __deepcopy__(self: _Self, memo: dict[int, Any]) -> _Self:
        return self
