"""What is raised: one class for each family of codes, each also a fitting built-in.

``Error`` is the base of all. Its attributes say what a program needs, its text what a person does.
"""

from __future__ import annotations


class Error(Exception):
    """Something that the library reported.

    code     its number, as certrules.h has it; never renumbered
    name     the code's name, "CERTRULES_E_DATE"
    place    what was wrong as a document names it, "findings[2].section"; may be empty
    message  one line: what was found, what was expected, the nearest known name
    line, column  in an edition's text, from 1; 0: none
    more     how many further errors the same text has (see ``certrules.diagnose``)
    """

    def __init__(
        self,
        message: str,
        *,
        code: int = 0,
        name: str = "",
        place: str = "",
        line: int = 0,
        column: int = 0,
        more: int = 0,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.name = name
        self.place = place
        self.line = line
        self.column = column
        self.more = more

    def __str__(self) -> str:
        place = self.place
        if self.line and f":{self.line}" not in place:
            place += f":{self.line}:{self.column}" if self.column else f":{self.line}"
        more = f" (and {self.more} more)" if self.more else ""
        return f"{place}: {self.message}{more}" if place else f"{self.message}{more}"

    def __reduce__(self) -> tuple[object, ...]:
        return (
            from_code,
            (
                self.code,
                self.name,
                self.place,
                self.message,
                self.line,
                self.column,
                self.more,
            ),
        )


class InputError(Error, ValueError):
    """Codes 100 to 199: what was passed in is not by the form, or does not exist."""


class UnknownNameError(InputError, LookupError):
    """A name that the edition does not have; the message tells the nearest one."""


class PolicyError(Error, ValueError):
    """Codes 200 to 299: an edition does not load, or none was in force."""


class RulesError(Error, ValueError):
    """Codes 300 to 399: the event cannot happen in that state, or no rule answers."""


class LimitError(Error, OverflowError):
    """Codes 400 to 499: beyond a documented limit, or beyond what a number can hold."""


class NoMemoryError(LimitError, MemoryError):
    """There was not enough memory."""


class InternalError(Error, RuntimeError):
    """Codes 900 to 999: a mistake of the library's own; please report it."""


class UnknownCodeError(Error, RuntimeError):
    """A code that this package does not know: of a later release."""


_NO_MEMORY = 410
_UNKNOWN_NAME = 120
_FAMILIES: dict[int, type[Error]] = {
    1: InputError,
    2: PolicyError,
    3: RulesError,
    4: LimitError,
    9: InternalError,
}


def class_of(code: int) -> type[Error]:
    """The class that a code is raised as."""
    if code == _NO_MEMORY:
        return NoMemoryError
    if code == _UNKNOWN_NAME:
        return UnknownNameError
    return _FAMILIES.get(code // 100, UnknownCodeError)


def from_code(
    code: int, name: str, place: str, message: str, line: int, column: int, more: int
) -> Error:
    """The exception for what the library reported."""
    return class_of(code)(
        message, code=code, name=name, place=place, line=line, column=column, more=more
    )
