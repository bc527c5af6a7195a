"""Loading policies, and what they tell of themselves."""

import datetime
import pickle

import certrules
import pytest
from certrules import Policy, Status
from conftest import ROOT, program

ORCHARD = ROOT / "examples" / "editions" / "orchard-score.toml"


def test_builtin_names_are_the_programs():
    status, printed, _ = program("policies")
    assert status == 0
    for name in Policy.builtin_names():
        assert name in printed
        assert len(Policy.builtin(name).editions) == 1
    assert "escp@2020-09-01" in Policy.builtin_names()


def test_editions_oldest_first(policy):
    days = [edition.effective_from for edition in policy.editions]
    assert days == sorted(days)
    assert days[-1] == datetime.date(2020, 9, 1)
    assert policy.editions[-1].effective_to is None
    assert policy.scheme == "escp"
    assert repr(policy).count("escp@") == len(days)


def test_the_hash_is_the_programs(latest):
    _, printed, _ = program("policies", "--json")
    assert latest.editions[0].hash in printed
    assert len(latest.editions[0].hash) == 64


def test_words_have_titles_in_order(latest):
    edition = latest.editions[0]
    assert list(edition.severities) == ["minor", "major", "critical", "zero-tolerance"]
    assert edition.statuses[Status("assessed")]
    assert edition.sections["wages"]
    assert "cap-submitted" in edition.facts
    assert "certification" in edition.fees
    assert "open-critical" in edition.rules
    with pytest.raises(TypeError):
        edition.statuses["assessed"] = "x"


def test_in_force(policy):
    assert policy.in_force("2020-08-31").name == "escp@2018-10-09"
    assert policy.in_force(datetime.date(2020, 9, 1)).name == "escp@2020-09-01"
    with pytest.raises(certrules.PolicyError):
        policy.in_force("2000-01-01")
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        policy.in_force("someday")


def test_unknown_builtin_names_the_nearest():
    with pytest.raises(certrules.UnknownNameError, match="escp"):
        Policy.builtin("esccp")
    with pytest.raises(TypeError):
        Policy.builtin(3)
    with pytest.raises(certrules.InputError):
        Policy.builtin("\ud800")


def test_load_a_path_a_text_and_bytes():
    text = ORCHARD.read_text("utf-8")
    hashes = {
        Policy.load(source).editions[0].hash
        for source in (ORCHARD, str(ORCHARD), text, text.encode())
    }
    assert len(hashes) == 1


def test_a_policy_of_ones_own_decides():
    """Words that no shipped edition has are kept."""
    policy = Policy.load(ORCHARD)
    words = policy.editions[0].statuses
    assert words
    assert any(not word.is_shipped for word in words)
    assert all(isinstance(word, Status) for word in words)


def test_several_editions_make_a_book():
    texts = [Policy.builtin_text(edition.name) for edition in Policy.builtin("escp").editions]
    own = Policy.load(*texts)
    assert [e.hash for e in own.editions] == [e.hash for e in Policy.builtin("escp").editions]
    with pytest.raises(certrules.InputError):
        Policy.load(texts[0], texts[0])
    with pytest.raises(certrules.InputError):
        Policy.load(texts[0], ORCHARD)
    with pytest.raises(TypeError):
        Policy.load()


def test_a_text_that_does_not_load_says_where():
    with pytest.raises(certrules.PolicyError) as caught:
        Policy.load('format = 1\nscheme = "x"\nnonsense = 3\n')
    error = caught.value
    assert error.code == 200
    assert error.line >= 1
    assert f":{error.line}:" in str(error)


def test_a_file_that_is_not_there():
    with pytest.raises(FileNotFoundError):
        Policy.load("no-such-policy.toml")


def test_diagnose(tmp_path):
    assert not certrules.diagnose(ORCHARD)
    broken = tmp_path / "broken.toml"
    broken.write_text(ORCHARD.read_text("utf-8").replace("[[rule]]", "[[rul]]", 1))
    told = certrules.diagnose(broken)
    assert told
    assert told.errors == len([line for line in told.lines if " error: " in line])
    assert all(line.startswith(str(broken)) for line in told.lines)
    with pytest.raises(certrules.PolicyError, match="more"):
        Policy.load('format = 1\nscheme = "x"\nedition = 7\nnonsense = 3\n')


def test_a_policy_is_not_pickled_and_takes_no_attributes(policy):
    with pytest.raises(TypeError, match="load it again"):
        pickle.dumps(policy)
    with pytest.raises(AttributeError):
        policy.something = 1
    with pytest.raises(TypeError):
        Policy(3)
