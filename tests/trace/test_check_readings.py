"""The check itself: what it takes for a citation, and what it refuses."""
import check_readings


def run(tmp_path, capsys, readings, **tests):
    (tmp_path / "readings.md").write_text(readings)
    folder = tmp_path / "tests"
    for name, text in tests.items():
        path = folder / name.replace("__", "/").replace("_cpp", ".cpp").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    folder.mkdir(exist_ok=True)
    status = check_readings.main(
        ["--readings", str(tmp_path / "readings.md"), "--tests", str(folder)])
    return status, capsys.readouterr().out


def test_tags_and_comments_cite(tmp_path, capsys):
    text = 'TEST_CASE("x", "[R1]")\n// readings R2.1,\n// R2.2 and R3\n'
    status, out = run(tmp_path, capsys, "- **R1** a\n- **R2.1** b\n- **R2.2** c\n- **R3** d",
                      unit__a_cpp=text)
    assert (status, out) == (0, "trace: 4 passed, 0 failed\n")


def test_a_sentence_without_a_test_fails(tmp_path, capsys):
    status, out = run(tmp_path, capsys, "- **R1** a\n- **R2** b", unit__a_cpp="[R1]")
    assert status == 1
    assert "readings.md:2: R2 is cited by no test" in out
    assert out.endswith("trace: 1 passed, 1 failed\n")


def test_an_id_without_a_sentence_fails_and_names_the_family(tmp_path, capsys):
    status, out = run(tmp_path, capsys, "- **R3.1** a\n- **R3.2** b",
                      unit__a_cpp="\n[R3.1] [R3.2] [R3]")
    assert status == 1
    assert "unit/a.cpp:2: R3 has no sentence in readings.md; nearest: R3.1, R3.2" in out


def test_a_bare_id_and_the_model_are_no_citations(tmp_path, capsys):
    status, _ = run(tmp_path, capsys, "- **R1** a", unit__a_cpp="// R1 of another kind",
                    reference__model_py="# reading R1")
    assert status == 1


def test_an_id_given_twice_fails(tmp_path, capsys):
    status, out = run(tmp_path, capsys, "- **R1** a\n- **R1** b", unit__a_cpp="[R1]")
    assert status == 1
    assert "readings.md:2: R1 stands there a second time" in out


def test_readings_that_cannot_be_read_are_an_error_of_their_own(tmp_path, capsys):
    status, _ = run(tmp_path, capsys, "no ids here")
    assert status == 2


def test_two_pages_are_read_as_one(tmp_path, capsys):
    (tmp_path / "more.md").write_text("- **E1.1** x\n- **R1** y\n")
    (tmp_path / "readings.md").write_text("- **R1** a\n- **R2** b\n")
    folder = tmp_path / "tests" / "unit"
    folder.mkdir(parents=True)
    (folder / "a.cpp").write_text("[R1] [R2] [E1.2]")
    status = check_readings.main(["--readings", str(tmp_path / "readings.md"),
                                  str(tmp_path / "more.md"), "--tests", str(folder.parent)])
    out = capsys.readouterr().out
    assert status == 1
    assert "more.md:2: R1 stands there a second time" in out
    assert "more.md:1: E1.1 is cited by no test" in out
    assert "unit/a.cpp:1: E1.2 has no sentence in readings.md or more.md; nearest: E1.1" in out
