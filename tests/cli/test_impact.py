"""`certrules impact`: against counts from `decide`, one verdict at a time."""
import collections
import datetime
import html.parser
import json
import random
import re
import resource
import subprocess

SECTIONS = ("wages", "safety", "working-hours")


def portfolio(count, seed=1):
    r = random.Random(seed)
    for number in range(count):
        on = datetime.date(2024, 1, 1) + datetime.timedelta(days=r.randrange(700))
        found = [{"id": f"F{k}", "section": r.choice(SECTIONS),
                  "severity": r.choices(["minor", "major", "critical"], [40, 55, 5])[0]}
                 for k in range(r.choice((0, 1, 4, 9, 14)))]
        case = {"factory": f"F-{number}", "event": "audit-reviewed", "on": str(on), "findings": found,
                "facts": {"cap-submitted": r.choice(("yes", "no"))}}
        if r.random() < 0.3:
            case["state"] = {
                "certificate": {"status": "certified", "first_day": str(on - datetime.timedelta(200)),
                                "last_day": str(on + datetime.timedelta(164))},
                "cycle": {"status": "assessed", "since": str(on - datetime.timedelta(20))}}
        yield case


def stricter(program):
    text = program.run("policy", "escp@2020-09-01").out
    assert text.count('of = "applicable", over = "30%"') == 1
    program.file("new.toml", text.replace('of = "applicable", over = "30%"',
                                          'of = "applicable", over = "10%"'))


def lines(cases):
    return "".join(json.dumps(case) + "\n" for case in cases)


def test_the_counts_are_those_of_deciding_each_case_twice(program):
    stricter(program)
    program.file("cases.jsonl", lines(portfolio(400)))
    before = program.run("decide", "cases.jsonl", "--json", "--policy", "escp@2020-09-01").lines()
    after = program.run("decide", "cases.jsonl", "--json", "--policy", "new.toml").lines()
    pairs = collections.Counter((a["status"], b["status"]) for a, b in zip(before, after))
    regions = collections.Counter((a["rule"], a["region"], b["rule"], b["region"])
                                  for a, b in zip(before, after))
    told = program.run("impact", "escp@2020-09-01", "new.toml", "cases.jsonl", "--json").json()
    assert told["cases"] == 400
    assert {(f["from"]["status"], f["to"]["status"]): f["cases"] for f in told["flows"]} == pairs
    got = collections.Counter()
    for row in told["rows"]:
        a, b = row["from"], row["to"]
        got[a["rule"], a["region"], b["rule"], b["region"]] += row["cases"]
        for example in row["examples"]:
            one, other = before[example["line"] - 1], after[example["line"] - 1]
            assert (one["region"], other["region"]) == (a["region"], b["region"])
            assert example["factory"] == f"F-{example['line'] - 1}"
            assert (example["from"], example["to"]) == (one["valid"], other["valid"])
    assert got == regions
    changed = sum(n for (a, b), n in pairs.items() if a != b)
    assert changed > 20 and told["changes"]["status"] == changed


def test_the_report_has_the_form_of_its_schema(program):
    import jsonschema
    from run import ROOT
    schema = json.loads((ROOT / "docs/schemas/impact.schema.json").read_text(encoding="utf-8"))
    stricter(program)
    fee = {"event": "fee-paid", "on": "2024-05-20", "fee": "certification", "state": {}}
    program.file("cases.jsonl", lines([*portfolio(100), fee]))
    for new in ("new.toml", "ietp@2016-04-01", "escp"):
        told = program.run("impact", "escp@2020-09-01", new, "cases.jsonl", "--json").json()
        jsonschema.validate(told, schema)
        assert told["cases"] == 101


def test_for_people(program):
    stricter(program)
    case = {"event": "audit-reviewed", "on": "2024-05-20", "factory": "F-7",
            "facts": {"cap-submitted": "yes"},
            "findings": [{"id": f"F{k}", "section": "wages", "severity": "major"} for k in range(5)]}
    program.file("cases.jsonl", lines([case, dict(case, findings=[])]))
    answer = program.run("impact", "escp@2020-09-01", "new.toml", "cases.jsonl")
    assert (answer.status, answer.error) == (0, "")
    assert answer.out == """\
escp@2020-09-01 -> new.toml  cases.jsonl

2 cases: 1 the same, 1 change status, 0 show something else, 0 have other days, 0 come to the same by \
another rule

           1  progressing  -> assessed     worse

unchanged
           1  approved

by rule and region
           1  progressing -> assessed
  from          escp@2020-09-01: few-findings-with-plan, region 28
  to            escp@2020-09-01: too-many-majors, region 29
  example       line 1 (F-7)
""", answer.out


def test_a_bad_line_is_named_and_nothing_is_printed(program):
    stricter(program)
    good = lines(portfolio(3))
    for bad, words in (("{", "too early"), ('{"event": "applied"}', "on: is missing"),
                       ('{"event": "applied", "on": "2024-01-01", "colour": 1}', "colour")):
        program.file("cases.jsonl", good + "\n" + bad + "\n" + good)
        program.refuses(program.run("impact", "escp@2020-09-01", "new.toml", "cases.jsonl", "--html",
                                    "page.html"), "cases.jsonl: line 5: ", words)
        assert not (program.folder / "page.html").exists()
    program.refuses(program.run("impact", "escp", "escpp", "-"), "escpp")
    program.refuses(program.run("impact", "escp", "escp", "none.jsonl"), "none.jsonl")
    program.file("cases.jsonl", good)
    program.refuses(program.run("impact", "escp", "escp", "cases.jsonl", "--html", "no/page.html"),
                    "no/page.html")


def test_standard_input_and_no_cases_at_all(program):
    told = program.run("impact", "escp", "escp", "-", "--json", stdin=lines(portfolio(5))).json()
    assert told["cases"] == told["changes"]["none"] == 5
    assert program.run("impact", "escp", "escp", "-", "--json").json()["flows"] == []
    for more in ((), ("--csv",)):  # of CSV, a heading and nothing below it
        answer = program.run("impact", "escp", "escp", "-", *more, stdin="event,on\n" * len(more))
        assert (answer.status, answer.error) == (0, "")
        assert "no cases: there is nothing to compare" in answer.out


def test_renamed_words(program):
    text = program.run("policy", "escp@2020-09-01", "--resolved").out
    other = text.replace('"progressing"', '"under-way"').replace('"wages"', '"pay"')
    other = other.replace('edition = "2020-09-01"', 'edition = "renamed"')
    policy = program.file("renamed.toml", other)
    cases = lines(portfolio(200))
    names = ("--map", "progressing=under-way", "--map", "wages=pay")
    asked = ("impact", "escp@2020-09-01", policy, "-", "--json")
    plain = program.run(*asked, stdin=cases).json()
    assert plain["changes"]["status"] > 0
    told = program.run(*asked, *names, stdin=cases).json()
    assert told["cases"] == told["changes"]["none"] == plain["cases"]
    assert all(f["from"] == f["to"] for f in told["flows"])
    assert "under-way" in {f["to"]["status"] for f in told["flows"]}
    # A change beside the new name is still one, and the better for it.
    longer = program.file("longer.toml", other.replace("months = 6\n", "months = 7\n"))
    told = program.run("impact", "escp@2020-09-01", longer, "-", "--json", *names,
                       stdin=cases).json()
    assert told["changes"]["days"] > 0 and told["changes"]["status"] == 0
    program.refuses(program.run(*asked, "--map", "wages=under-way", stdin=cases),
                    '"wages" is a section of escp@2020-09-01, and "under-way" a status of',
                    'expected words of one kind')
    program.refuses(program.run(*asked, "--map", "progressing=under-wey", stdin=cases),
                    'has no word "under-wey", did you mean "under-way"?')
    program.refuses(program.run("impact", "escp", policy, "-", *names, stdin=cases),
                    '--map: "escp" has 3 editions, expected one, such as escp@2020-09-01')


CSV = """\
factory,event,on,findings.wages.major,findings.wages.critical.tags=record-inconsistency.transparent=no,\
facts.cap-submitted,facts.willing-to-remediate,sections.wages.applicable,state.cycle.status,\
state.cycle.since,state.certificate.status,state.certificate.first_day,state.certificate.last_day,\
state.held,fee
"F ""1"", a",audit-reviewed,2024-05-20,5,,yes,,25,assessed,2024-05-10,,,,,
F2,audit-reviewed,2024-05-20,,1,yes,unknown,,assessed,2024-05-10,certified,2023-06-01,2024-05-31,certified probation,

F3,fee-paid,2024-05-20,,,,,,approved,2024-05-10,,,,,certification
"""


def test_csv_is_the_cases_that_it_stands_for(program):
    cases = [
        {"factory": 'F "1", a', "event": "audit-reviewed", "on": "2024-05-20",
         "facts": {"cap-submitted": "yes"}, "sections": {"wages": {"applicable": 25}},
         "findings": [{"id": str(k), "section": "wages", "severity": "major"} for k in range(5)],
         "state": {"cycle": {"status": "assessed", "since": "2024-05-10"}}},
        {"factory": "F2", "event": "audit-reviewed", "on": "2024-05-20",
         "facts": {"cap-submitted": "yes", "willing-to-remediate": "unknown"},
         "findings": [{"id": "1", "section": "wages", "severity": "critical",
                       "tags": ["record-inconsistency"], "transparent": "no"}],
         "state": {"cycle": {"status": "assessed", "since": "2024-05-10"}, "held": ["certified", "probation"],
                   "certificate": {"status": "certified", "first_day": "2023-06-01",
                                   "last_day": "2024-05-31"}}},
        {"factory": "F3", "event": "fee-paid", "on": "2024-05-20", "fee": "certification",
         "state": {"cycle": {"status": "approved", "since": "2024-05-10"}}}]
    stricter(program)
    program.file("cases.csv", CSV)
    program.file("cases.jsonl", "\n".join(json.dumps(c) for c in cases[:2]) + "\n\n"
                 + json.dumps(cases[2]))
    one = program.run("impact", "escp@2020-09-01", "new.toml", "cases.csv", "--json").json()
    other = program.run("impact", "escp@2020-09-01", "new.toml", "cases.jsonl", "--json").json()
    for told in (one, other):
        for row in told["rows"]:
            for example in row["examples"]:
                example["line"] = {"F2": 2, "F3": 3}.get(example["factory"], 1)
    assert one == other and one["cases"] == 3
    for mark in ("", "\ufeff"):
        piped = program.run("impact", "escp@2020-09-01", "new.toml", "-", "--csv", "--json",
                            stdin=mark + CSV.replace("\n", "\r\n"))
        assert piped.json()["flows"] == one["flows"]


def test_bad_csv(program):
    def refused(text, *words):
        program.file("cases.csv", text)
        program.refuses(program.run("impact", "escp", "escp", "cases.csv"), "cases.csv: ", *words)
    head = "event,on,findings.wages.major\n"
    refused("", "heading")
    refused("event,on,colour\n", "line 1: ", "colour", "unknown")
    refused("event,on,event\n", "line 1: ", "event", "repeated")
    refused("event,on,findings.wagez.major\n", "wagez", "did you mean", "wages")
    refused("event,on,findings.wages.mayor\n", "mayor", "did you mean", "major")
    refused("event,on,findings.wages.major.tags=x\n", "tag")
    refused("event,on,facts.cap-submited\n", "did you mean", "cap-submitted")
    refused(head + "audit-reviewed,2024-05-20\n", "line 2: ", "2 cells, expected 3")
    refused(head + "audit-reviewed,2024-05-20,x\n", "line 2: findings.wages.major: ", "whole number")
    refused(head + "audit-reviewed,2024-05-20,-1\n", "line 2: findings.wages.major: ")
    refused(head + "audit-reviewed,2024-05-20,100001\n", "line 2: findings.wages.major: ")
    refused(head + "\naudit-reviewed,2024-05-20,1\naudit-reviewed,2024-02-30,1\n", "line 4: on: ")
    refused(head + '"audit-reviewed,2024-05-20,1\n', "line 2: ", "quoted")
    refused(head + '"audit-reviewed"x,2024-05-20,1\n', "line 2: ", "quote")


class Page(html.parser.HTMLParser):
    VOID = {"meta", "input", "br", "link", "img"}

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.rows = [], collections.Counter(), [], 0

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else(program):
    stricter(program)
    cases = list(portfolio(300))
    cases[0]["factory"] = "<script>alert('&')</script>"
    program.file("cases.jsonl", lines(cases))
    answer = program.run("impact", "escp@2020-09-01", "new.toml", "cases.jsonl", "--html", "page.html")
    assert answer.status == 0 and "300 cases" in answer.out
    text = (program.folder / "page.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.open == [] and page.tags["svg"] == 1 and page.tags["table"] == 1
    assert page.tags["script"] == 1 and "alert('" not in text.replace("&lt;script&gt;alert('", "")
    for tag, name, value in page.attributes:
        assert name not in ("src", "href") and not name.startswith("on"), (tag, name)
        assert "//" not in (value or ""), value
    assert not re.search(r"https?:|@import|url\(", text)
    told = program.run("impact", "escp@2020-09-01", "new.toml", "cases.jsonl", "--json").json()
    assert page.tags["tr"] == len(told["rows"]) + 1
    assert text.count("<path ") == len(told["flows"])


def peak_of(program, count):
    """The most memory, in KiB, that the program took for so many cases through a pipe."""
    start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    code = ("import resource, subprocess, sys\n"
            "p = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)\n"
            "block = sys.stdin.buffer.read()\n"
            "for _ in range(int(sys.argv[1])): p.stdin.write(block)\n"
            "p.stdin.close()\n"
            "assert p.wait() == 0\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n")
    block = lines(portfolio(1000)).encode("utf-8")
    done = subprocess.run(["/usr/bin/python3", "-c", code, str(count // 1000), program.path, "impact",
                           "escp@2020-09-01", str(program.folder / "new.toml"), "-", "--json"],
                          input=block, stdout=subprocess.PIPE, check=True, timeout=100)
    assert start >= 0
    return int(done.stdout)


def test_memory_does_not_grow_with_the_cases(program):
    stricter(program)
    few, many = peak_of(program, 1000), peak_of(program, 100_000)
    assert many <= few + 1024, (few, many)
