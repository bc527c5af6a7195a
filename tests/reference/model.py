#!/usr/bin/python3
"""The reference model's program.

model.py decide FILE [--policy P]           one case, or cases as JSON lines
model.py replay FILE --on D [--known D]     one history, or JSON lines of histories, or of
                                            {"history": ..., "on": ..., "known": ...}
FILE may be - (standard input). One line of JSON comes out for each; {"error": ...} if invalid.
"""
import argparse
import json
import sys

import book
import days
import forms
from standing import standing
from verdict import decide_case
from words import Refused


def inputs(path):
    text = sys.stdin.read() if path == "-" else open(path, encoding="utf-8").read()
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if whole is not None:
        return [text]
    return [line for line in text.splitlines() if line.strip()]


def answer_decide(text, policy):
    try:
        return decide_case(forms.read_json(text), policy)
    except Refused as error:
        return {"error": str(error)}


def answer_replay(text, on, known):
    try:
        value = forms.read_json(text)
        if isinstance(value, dict) and "history" in value:
            on, known, value = value.get("on", on), value.get("known", known), value["history"]
        return standing(forms.History(value), days.parse(on, "on"),
                        None if known is None else days.parse(known, "known"))
    except Refused as error:
        return {"error": str(error)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["decide", "replay"])
    parser.add_argument("file")
    parser.add_argument("--on")
    parser.add_argument("--known")
    parser.add_argument("--policy", default="escp")
    options = parser.parse_args()
    policy = book.named(options.policy)
    for text in inputs(options.file):
        if options.verb == "decide":
            result = answer_decide(text, policy)
        else:
            result = answer_replay(text, options.on, options.known)
        print(json.dumps(result, separators=(",", ":")))


if __name__ == "__main__":
    main()
