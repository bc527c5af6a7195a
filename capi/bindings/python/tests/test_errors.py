"""What is raised: a class for each family, codes, places, messages."""

import pickle
import re

import certrules
import pytest
from certrules import _errors, _native
from conftest import ROOT

FAMILY = {
    1: (certrules.InputError, ValueError),
    2: (certrules.PolicyError, ValueError),
    3: (certrules.RulesError, ValueError),
    4: (certrules.LimitError, OverflowError),
    9: (certrules.InternalError, RuntimeError),
}


def codes():
    """Names and numbers of all codes, from the header."""
    header = (ROOT / "capi" / "certrules.h").read_text("utf-8")
    return [(name, int(number)) for name, number in
            re.findall(r"(CERTRULES_E_\w+) = (\d+)", header)]


def test_the_header_has_codes():
    assert len(codes()) >= 15


@pytest.mark.parametrize(("name", "code"), codes())
def test_each_code_is_raised_as_its_family(name, code):
    family, builtin = FAMILY[code // 100]
    assert _native.error_name(code) == name
    error = _errors.from_code(code, name, "findings[2].section", "is wrong", 0, 0, 0)
    assert isinstance(error, certrules.Error)
    assert isinstance(error, family)
    assert isinstance(error, builtin)
    assert str(error) == "findings[2].section: is wrong"
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (copy.code, copy.name, copy.place, copy.message) == (
        code, name, "findings[2].section", "is wrong")


def test_out_of_memory_is_a_memory_error():
    assert issubclass(_errors.class_of(410), MemoryError)
    assert issubclass(certrules.NoMemoryError, certrules.LimitError)


def test_a_code_of_a_later_release_is_kept():
    error = _errors.from_code(777, "unknown", "", "something new", 0, 0, 0)
    assert type(error) is certrules.UnknownCodeError
    assert error.code == 777


@pytest.mark.parametrize(
    ("change", "kind", "code", "place", "message"),
    [
        (lambda c: c["findings"][0].update(section="wagse"),
         certrules.UnknownNameError, 120, "findings[0].section", "wages"),
        (lambda c: c.update(on="2024-02-30"), certrules.InputError, 130, "on", "2024-02-30"),
        (lambda c: c.pop("findings"), certrules.InputError, 140, "findings", "missing"),
        (lambda c: c.update(extra=1), certrules.UnknownNameError, 120, "extra", "unknown field"),
        (lambda c: c.update(on=7), certrules.InputError, 110, "on", "is the number 7"),
        (lambda c: c.update(on="2016-03-01", cycle_started_on="2016-03-01",
                            state={"cycle": {"status": "assessed", "since": "2016-03-01"}}),
         certrules.PolicyError, 210, "", "2016-03-01"),
        (lambda c: c.update(state={"bar": {"status": "terminated", "first_day": "2024-01-01",
                                           "last_day": "2025-01-01"}}),
         certrules.RulesError, 300, "event", "cannot happen"),
    ],
)
def test_an_error_names_place_and_reason(policy, case, change, kind, code, place, message):
    change(case)
    with pytest.raises(kind) as caught:
        policy.decide(case)
    error = caught.value
    assert (error.code, error.place) == (code, place)
    assert error.name == _native.error_name(code)
    assert message in error.message
    assert place in str(error)


@pytest.mark.parametrize("wrong", [None, 3, [], object(), {1, 2}])
def test_what_is_no_document_at_all(policy, wrong):
    with pytest.raises(TypeError, match="expected a dict"):
        policy.decide(wrong)


def test_values_without_a_place_in_json(policy, case):
    case["findings"][0]["tags"] = {"record-inconsistency"}
    with pytest.raises(TypeError, match="set"):
        policy.decide(case)
    case["findings"][0]["tags"] = []
    case["facts"]["remediation-months"] = float("nan")
    with pytest.raises(ValueError, match="JSON"):
        policy.decide(case)


def test_text_that_is_no_json(policy):
    with pytest.raises(certrules.InputError) as caught:
        policy.decide_json('{"event": ')
    assert caught.value.code == 110
    with pytest.raises(certrules.InputError):
        policy.decide_json(b"\xff\xfe")
    with pytest.raises(certrules.InputError):
        policy.decide({"event": "\ud800", "on": "2024-01-01"})


def test_a_case_that_contains_itself(policy, case):
    case["facts"]["cap-submitted"] = case
    with pytest.raises(ValueError, match="ircular"):
        policy.decide(case)
