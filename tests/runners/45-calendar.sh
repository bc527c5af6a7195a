#!/usr/bin/env bash
# The program's calendars, read by another's parser.
cd "$(dirname "$0")/../.."
exec /usr/bin/python3 -B tests/calendar/check_calendar.py build/release/certrules
