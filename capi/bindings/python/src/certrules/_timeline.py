"""The public status of every day, and how to draw it."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterator
from dataclasses import dataclass

from certrules.words import Status

_DAY = datetime.timedelta(days=1)
# Told apart also without colours: every interval bears its status.
_COLOURS = ("#4e79a7", "#f28e2b", "#59a14f", "#b07aa1", "#9c755f", "#76b7b2", "#e15759", "#bab0ac")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the factory shows from one day to another, both inside, and the rule that began it.
    ``last_day`` None: until something happens."""

    first_day: datetime.date
    last_day: datetime.date | None
    public_status: Status | None
    rule: str | None
    cites: tuple[str, ...]

    def __str__(self) -> str:
        last = self.last_day or "open end"
        return f"{self.first_day} to {str(last):10}  {self.public_status or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The public status of every day from the first event to the last change that comes by itself.

    A sequence of ``Shown``. ``str()`` draws it as text, ``svg()`` as a picture, and a notebook
    shows the picture. ``on`` is the day asked about.
    """

    entries: tuple[Shown, ...]
    on: datetime.date

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Shown]:
        return iter(self.entries)

    def __getitem__(self, i: int) -> Shown:
        return self.entries[i]

    def status_on(self, day: datetime.date) -> Status | None:
        """What the factory shows on a day; None before the first."""
        for entry in self.entries:
            if entry.first_day <= day and (entry.last_day is None or day <= entry.last_day):
                return entry.public_status
        return None

    def _end(self) -> datetime.date:
        """The last day drawn: an open end is drawn a tenth longer than what is known."""
        last = self.entries[-1]
        if last.last_day is not None:
            return max(last.last_day, self.on)
        known = max(last.first_day, self.on)
        first = self.entries[0].first_day
        try:
            return known + max((known - first) // 10, 30 * _DAY)
        except OverflowError:
            return datetime.date.max

    def __str__(self) -> str:
        if not self.entries:
            return "(nothing happened)"
        first, end, width = self.entries[0].first_day, self._end(), 40
        days = (end - first).days + 1
        lines = []
        for entry in self.entries:
            start = (entry.first_day - first).days * width // days
            stop = ((entry.last_day or end) - first).days * width // days + 1
            bar = " " * start + "=" * max(stop - start, 1)
            lines.append(f"{entry!s:36} |{bar[:width]:{width}}|")
        mark = min(max((self.on - first).days * width // days, 0), width - 1)
        lines.append(f"{'asked for ' + str(self.on):36}  {' ' * mark}^")
        return "\n".join(lines)

    def svg(self, width: int = 720) -> str:
        """A picture: a bar for each interval, the day asked about as a line. ``width`` in pixels,
        at least 100."""
        if not self.entries:
            return '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
        width = max(width, 100)
        first, end, row = self.entries[0].first_day, self._end(), 24
        days = (end - first).days + 1

        def at(day: datetime.date) -> float:
            return round((day - first).days * width / days, 1)

        statuses = list(dict.fromkeys(entry.public_status for entry in self.entries))
        height = row * len(statuses) + 20
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img">',
            f"<title>Public status, {first} to {end}</title>",
        ]
        for entry in self.entries:
            line = statuses.index(entry.public_status)
            left = at(entry.first_day)
            right = width if entry.last_day is None else min(at(entry.last_day + _DAY), width)
            name = html.escape(str(entry.public_status or "nothing"))
            last = entry.last_day or "open end"
            open_end = ' fill-opacity="0.55"' if entry.last_day is None else ""
            parts.append(
                f'<rect x="{left}" y="{line * row + 3}" width="{max(round(right - left, 1), 1)}" '
                f'height="{row - 6}" rx="3" fill="{_COLOURS[line % len(_COLOURS)]}"{open_end}>'
                f"<title>{name}, {entry.first_day} to {last}"
                f"{html.escape(f', rule {entry.rule}' if entry.rule else '')}</title></rect>"
            )
        for line, status in enumerate(statuses):
            begins = min(at(e.first_day) for e in self.entries if e.public_status == status)
            anchor, x = ("end", begins - 4) if begins > width * 0.6 else ("start", begins + 4)
            parts.append(
                f'<text x="{x}" y="{line * row + 17}" text-anchor="{anchor}">'
                f"{html.escape(str(status or 'nothing'))}</text>"
            )
        if first <= self.on <= end:
            x = at(self.on)
            parts.append(
                f'<line x1="{x}" y1="0" x2="{x}" y2="{height - 18}" stroke="#333" '
                f'stroke-dasharray="3 2"><title>{self.on}</title></line>'
            )
        parts.append(f'<text x="0" y="{height - 5}">{first}</text>')
        parts.append(f'<text x="{width}" y="{height - 5}" text-anchor="end">{end}</text></svg>')
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        return self.svg()
