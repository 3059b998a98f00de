"""The practice case: the same files from the same seed, in the numbers and the shapes that such files have."""

from __future__ import annotations

import hashlib
import json
import re
import tracemalloc
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from practice_files import Files

from intelviz.practice.chance import counts, coupled, dealt, drawn_once
from intelviz.practice.generate import generate
from intelviz.practice.places import extract
from intelviz.practice.plan import LARGEST, SMALLEST, plan
from intelviz.practice.records import misspelt
from intelviz.practice.systems.incidents import grades_on
from intelviz.practice.times import out_of_the_gap
from intelviz.practice.words import word_list
from intelviz.schema.errors import BadInputError, CancelledError, UsageError

TELEPHONES = ("call-data/operator-1-billing.csv", "call-data/operator-2-export.csv", "call-data/operator-3-report.xlsx")


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Files:
    folder = tmp_path_factory.mktemp("practice")
    return Files(folder, generate(folder))


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_and_size_give_the_same_bytes(tmp_path):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        generate(tmp_path / name, size=2_000, seed=seed)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


def test_each_system_sends_files_of_its_own(case):
    folders = {name.split("/")[0] for name in case.truth.rows}
    assert folders == {
        "nominals", "crimes", "incidents", "intelligence", "call-data", "anpr", "bank", "stop-search", "custody",
        "orders", "case-management", "email", "tracks", "observations",
    }  # fmt: skip
    assert sum(case.truth.rows.values()) > 45_000


def test_what_the_truth_counts_stands_in_the_files(case):
    for name, header in case.truth.columns.items():
        frame = case.whole(name)
        assert list(frame.columns) == header
        assert len(frame) == case.truth.rows[name], name
    written = json.loads((case.folder / "truth.json").read_text(encoding="utf-8"))
    assert written["planted"]
    assert written["stories"]
    assert written["rows"] == case.truth.rows


def test_everyone_is_told_that_it_is_fiction_and_where_the_places_come_from(case):
    text = (case.folder / "README.txt").read_text(encoding="utf-8")
    assert "invented" in text
    assert "Open Government Licence v3.0" in text
    assert "{" not in text


def test_mistakes_that_are_rows_are_few_and_are_what_the_truth_says(case):
    rejected = [each for each in case.truth.planted if each.outcome == "rejected"]
    assert 20 < len(rejected) < sum(case.truth.rows.values()) / 500
    for each in case.truth.planted:
        if each.row and each.value and each.column in case.truth.columns[each.file]:
            said = case.whole(each.file).loc[each.row, each.column] if each.outcome == "rejected" else ""
            assert said in {each.value, ""}


# Nothing that could be real


def texts(case: Files) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in case.folder.rglob("*.csv") if "operator-2" not in path.name
    )


def test_numbers_are_those_set_aside_for_drama(case):
    mobile = re.findall(r"(?<![\d/])(?:\+44 ?|0044|0)7\d{3}[ -]?\d{3}-?\d{3}(?!\d)", texts(case))
    assert len(mobile) > 5_000
    allowed = re.compile(r"(?:\+44|0044|0)7700900\d{3}")
    assert {each for each in mobile if not allowed.fullmatch(re.sub(r"[ -]", "", each))} == set()
    second = case.rows(TELEPHONES[1])
    assert second["A-Party"].str.fullmatch(r"447700900\d{3}|441632960\d{3}").all()


def test_handset_numbers_have_a_valid_check_digit_and_are_of_test_equipment(case):
    found = [each for each in case.rows("nominals/telephones.csv")["IMEI"] if each]
    assert len(found) > 900
    for imei in set(found):
        assert re.fullmatch(r"00\d{13}", imei)
        digits = [int(digit) for digit in imei]
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
        assert (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def test_plates_are_of_patterns_that_are_never_issued(case):
    plates = set(case.rows("anpr/reads.csv")["VRM"]) | {
        each.replace(" ", "") for each in case.rows("nominals/vehicles.csv")["VRM"]
    }
    # A misread may show a letter for a digit, and a digit for a letter.
    assert {plate for plate in plates if not re.fullmatch(r"[A-Z0-9]Q[0-9OIBS]{2}[A-Z0-9]{3}", plate)} == set()


def test_email_hosts_are_reserved_for_examples_and_accounts_belong_to_no_bank(case):
    hosts = {each.split("@")[1] for each in case.rows("nominals/email-addresses.csv")["Email Address"]}
    assert all(re.fullmatch(r"(\w+\.)?example\.(com|org|net)", host) for host in hosts)
    assert case.rows("bank/statements.csv")["Sort Code"].str.fullmatch(r"00-00-\d\d").all()
    assert {each[:2] for each in case.rows("nominals/nominals.csv")["NI Number"] if each} == {"QQ"}


# Places


def test_every_address_stands_on_a_postcode_of_the_shipped_extract(case):
    real = extract()
    points = dict(zip(real.postcode, zip(real.easting.tolist(), real.northing.tolist(), strict=True), strict=True))
    for name in ("crimes/recorded-crime.csv", "incidents/incident-log.csv"):
        for row in case.rows(name).itertuples():
            if row.Postcode:
                assert points[row.Postcode] == (int(row.Easting), int(row.Northing))
    assert 0.02 < (case.rows("incidents/incident-log.csv")["Postcode"] == "").mean() < 0.06


def test_the_extract_is_compact_and_carries_its_notice():
    from intelviz.resources_path import resource

    assert resource("practice", "postcodes.csv.gz").stat().st_size < 500_000
    assert "Open Government Licence" in resource("practice", "NOTICE.md").read_text(encoding="utf-8")
    assert len(extract().postcode) >= 20_000


def test_most_places_have_one_crime_and_the_busiest_very_many(case):
    crimes = case.rows("crimes/recorded-crime.csv")
    tally = Counter(crimes["Address"] + crimes["Postcode"])
    assert Counter(tally.values())[1] > len(tally) / 2
    assert 0.004 < max(tally.values()) / tally.total() < 0.009


def test_shop_theft_is_nearer_to_town_centres_than_burglary(case):
    real = extract()
    central = dict(zip(real.postcode, real.centrality.tolist(), strict=True))
    crimes = case.rows("crimes/recorded-crime.csv")
    mean = crimes["Postcode"].map(central).groupby(crimes["Offence"]).mean()
    assert mean["Shoplifting"] > mean["Burglary"] + 0.2


# Crimes and incidents


def test_types_of_crime_are_in_their_proportions(case):
    found = Counter(case.rows("crimes/recorded-crime.csv")["Offence"])
    wanted = {each["name"]: each["count"] for each in word_list("crimes")["types"]}
    assert set(found) == set(wanted)
    scale = found.total() / sum(wanted.values())
    assert all(abs(found[name] - count * scale) <= 15 for name, count in wanted.items())


def test_hours_and_weekdays_keep_their_profile(case):
    lists = word_list("crimes")
    rows = case.rows("crimes/recorded-crime.csv")
    hours = np.bincount([int(each[:2]) for each in rows["From Time"] if each], minlength=24)
    expected = np.array(lists["hours"]) / sum(lists["hours"]) * hours.sum()
    assert ((hours - expected) ** 2 / expected).sum() < 42  # 1 % of chance at 23 degrees of freedom
    weekdays = np.bincount([datetime.strptime(each, "%d/%m/%Y").weekday() for each in rows["From Date"]], minlength=7)
    assert np.abs(weekdays / weekdays.sum() * 100 - lists["weekdays"]).max() < 0.3


def test_minutes_are_rounded_as_people_round_them(case):
    minutes = np.array([int(each[3:]) for each in case.rows("crimes/recorded-crime.csv")["From Time"] if each])
    assert abs((minutes == 0).mean() - 0.13) < 0.01
    assert abs((minutes % 5 == 0).mean() - 0.75) < 0.01


def test_burglaries_are_known_as_windows(case):
    rows = case.rows("crimes/recorded-crime.csv")
    burglaries = rows[rows["Offence"] == "Burglary"]
    windows = burglaries[burglaries["To Date"] != ""]
    assert len(windows) > 0.9 * len(burglaries)
    timed = windows[windows["From Time"] != ""]
    begin = pd.to_datetime(timed["From Date"] + timed["From Time"], format="%d/%m/%Y%H:%M")
    end = pd.to_datetime(timed["To Date"] + timed["To Time"], format="%d/%m/%Y%H:%M")
    hours = (end - begin).dt.total_seconds() / 3600
    assert hours.min() > 0
    assert 9 < hours.median() < 11
    assert 19 < hours.quantile(0.75) < 27
    assert end.max() < datetime(2025, 12, 1, 1)
    assert not len(rows[(rows["Offence"] == "Robbery") & (rows["To Date"] != "")])


def test_logs_are_numbered_anew_each_day_and_graded_by_the_table_of_that_day(case):
    logs = case.rows("incidents/incident-log.csv")
    assert not logs.duplicated(["Log Date", "Log No"]).any()
    assert logs.groupby("Log Date")["Log No"].min().astype(int).max() < 10
    for day, of_day in logs.groupby("Log Date"):
        known = {each["grade"] for each in grades_on(datetime.strptime(str(day), "%d/%m/%Y").date())}
        assert set(of_day["Final Grade"]) | set(of_day["Initial Grade"]) <= known
    assert {"5", "C"} <= set(logs["Final Grade"])


def test_a_log_is_graded_then_attended_then_closed(case):
    logs = case.rows("incidents/incident-log.csv")
    steps = [
        pd.to_datetime(logs[name], format="%d/%m/%Y %H:%M")
        for name in ("Created", "Graded", "Dispatched", "Arrived", "Closed")
    ]
    for before, after in pairwise(steps):
        known = before.notna() & after.notna()
        assert (before[known] <= after[known]).all()
    assert logs["Chain of Owners"].str.contains(" > ").mean() > 0.3


# Intelligence


def test_reports_have_60_to_180_words_and_grades_in_their_mix(case):
    rows = case.rows("intelligence/reports-3x5x2.csv")
    words = rows["Text"].str.split().str.len()
    assert words.between(45, 180).all()
    assert words.between(60, 180).mean() > 0.95
    source = rows["Source Evaluation"].value_counts(normalize=True)
    assert abs(source["2"] - 0.65) < 0.04
    older = case.rows("intelligence/reports-5x5x5.csv")
    assert 0.06 < len(older) / (len(rows) + len(older)) < 0.14
    grades = rows[["Source Evaluation", "Intelligence Assessment", "Handling Code"]].agg("".join, axis=1)
    assert 0.01 < (~grades.str.fullmatch(r"[123][A-E][PC]")).mean() < 0.05


def test_a_part_of_the_names_in_reports_is_altered(case):
    altered = [each for each in case.truth.planted if each.kind == "name altered"]
    assert len(altered) > 300
    text = case.whole("intelligence/reports-3x5x2.csv")["Text"]
    for each in altered[:200]:
        if each.file.endswith("3x5x2.csv"):
            assert each.value in text[each.row]


# Calls and cameras


def test_calls_last_45_seconds_in_the_middle_and_a_fifth_is_unanswered(case):
    calls = case.rows(TELEPHONES[0])
    calls = calls.drop(index=case.truth.story("county line").rows[TELEPHONES[0]])
    seconds = calls.loc[calls["Call Type"] == "Voice", "Duration (Secs)"].astype(int)
    assert 39 <= seconds[seconds > 0].median() <= 51
    assert abs((seconds == 0).mean() - 0.2) < 0.02
    assert (calls.loc[calls["Call Type"] == "SMS", "Duration (Secs)"] == "").all()


def test_calls_have_two_peaks_a_day(case):
    hours = np.bincount(case.rows(TELEPHONES[0])["Call Time"].str[:2].astype(int), minlength=24)
    assert hours[17:21].min() > hours[[14, 22]].max()
    assert hours[12:14].min() > hours[9]


def test_one_operator_has_lost_its_imeis_to_a_spreadsheet(case):
    assert set(case.rows(TELEPHONES[0])["IMEI"]) <= {"3.5E+14", ""}
    assert any(each.row == 0 and each.value == "3.5E+14" for each in case.truth.planted)
    assert case.rows(TELEPHONES[2])["Handset"].str.fullmatch(r"\d{15}|").all()


def test_three_in_a_hundred_reads_are_misread(case):
    reads = case.whole("anpr/reads.csv")
    misread = [each for each in case.truth.planted if each.kind == "misread"]
    assert 0.02 < len(misread) / len(reads) < 0.04
    for each in misread:
        assert reads.loc[each.row, "VRM"] == each.value != each.true


# Persons


def test_dates_of_birth_are_wanting_in_fifteen_per_cent(case):
    births = case.rows("nominals/nominals.csv")["DOB"]
    assert births.str.fullmatch(r"((\d\d/)?\d\d/)?\d{4}|").all()
    wanting = births.str.fullmatch(r"(\d\d/)?\d{4}|01/01/\d{4}|")
    assert abs(wanting.mean() - 0.15) < 0.02


def test_two_per_cent_are_twins_or_fathers_and_sons_of_one_name(case):
    person = case.rows("nominals/nominals.csv").set_index("Nominal No")
    truth = case.truth.facts
    assert abs(2 * len(truth["twins"] + truth["father_and_son"]) / 3_000 - 0.02) < 0.002
    slips = {each.row for each in case.truth.planted if each.file == "nominals/nominals.csv"}
    wrong = set(case.whole("nominals/nominals.csv").loc[sorted(slips), "Nominal No"])
    for father, son in truth["father_and_son"]:
        if father not in wrong and son not in wrong:
            assert tuple(person.loc[father, ["Forename", "Surname"]]) == tuple(person.loc[son, ["Forename", "Surname"]])


def test_persons_recorded_twice_differ_in_something(case):
    person = case.rows("nominals/nominals.csv").set_index("Nominal No")
    pairs = case.truth.facts["same_person"]
    assert len(pairs) > 60
    for second, first in pairs:
        one, other = person.loc[second], person.loc[first]
        assert any(one[name] != other[name] for name in ("Forename", "Surname", "DOB", "Nickname", "Alias"))


def test_groups_offend_together(case):
    group_of = {member: place for place, group in enumerate(case.truth.facts["groups"]) for member in group["members"]}
    first = dict(case.truth.facts["same_person"])
    parties = case.rows("crimes/crime-persons.csv")
    suspects = parties[parties["Role"] == "suspect"]
    groups = (
        suspects["Nominal No"].map(lambda each: group_of[first.get(each, each)]).groupby(suspects["Crime No"]).nunique()
    )
    assert (groups == 1).all()
    assert set(parties["Role"]) == {"suspect", "victim", "witness"}


# Any size and seed


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(SMALLEST, 3_000), seed=st.integers(0, 2**32))
def test_any_size_and_seed_give_a_sound_case(tmp_path_factory, size, seed):
    folder = tmp_path_factory.mktemp("any")
    found = Files(folder, generate(folder, size=size, seed=seed))
    assert len(found.truth.stories) >= 11
    assert all(story.rows for story in found.truth.stories if story.name != "convoy")
    known = set(found.rows("nominals/nominals.csv")["Nominal No"])
    assert set(found.rows("crimes/crime-persons.csv")["Nominal No"]) <= known
    assert set(found.rows("custody/custody-records.csv")["Nominal No"]) <= known


@given(size=st.integers(SMALLEST, LARGEST))
def test_a_plan_covers_whole_weeks_and_never_needs_more_numbers_than_there_are(size):
    made = plan(size)
    assert made.days % 7 == 0
    assert made.first.weekday() == 0
    assert made.last.weekday() == 6
    assert made.mobiles + 60 <= 1_000
    assert made.landlines <= 1_000


def test_memory_grows_far_less_than_the_files(tmp_path):
    peaks: list[int] = []
    for size in (2_000, 20_000):
        tracemalloc.start()
        generate(tmp_path / str(size), size=size, seed=3)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 60_000_000


def test_no_time_falls_in_the_hour_that_the_clocks_leave_out():
    made = plan(250_000)
    spring = (datetime(2025, 3, 30).date() - made.first).days * 1440
    assert spring >= 0
    minutes = np.arange(spring, spring + 240)
    assert set(out_of_the_gap(made, minutes) - spring) == set(range(60)) | set(range(120, 240))


@pytest.mark.parametrize(("size", "seed"), [(SMALLEST - 1, 1), (LARGEST + 1, 1), (1_000, -1)])
def test_sizes_and_seeds_that_make_no_sense_are_refused(tmp_path, size, seed):
    with pytest.raises(UsageError):
        generate(tmp_path / "x", size=size, seed=seed)
    assert not (tmp_path / "x").exists()


def test_somebodys_own_files_are_never_overwritten(tmp_path):
    (tmp_path / "truth.json").write_text("mine")
    with pytest.raises(BadInputError, match=r"overwritten"):
        generate(tmp_path, size=200)
    assert (tmp_path / "truth.json").read_text() == "mine"
    own = tmp_path / "b" / "nominals"
    own.mkdir(parents=True)
    (own / "nominals.csv").write_text("mine")
    with pytest.raises(BadInputError, match=r"overwritten"):
        generate(tmp_path / "b", size=200)


def test_an_earlier_practice_case_is_replaced_and_nothing_of_it_stays(tmp_path):
    generate(tmp_path / "a", size=3_000, seed=1)
    generate(tmp_path / "a", size=200, seed=2)
    generate(tmp_path / "b", size=200, seed=2)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_making_a_case_can_be_stopped(tmp_path):
    def stop(words: str, done: int, total: int) -> None:
        if done == 2:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        generate(tmp_path, size=200, step=stop)


# Chance


@given(total=st.integers(0, 10_000), weights=st.lists(st.integers(1, 1_000), min_size=1, max_size=30))
def test_counts_sum_to_the_total(total, weights):
    found = counts(total, weights)
    assert found.sum() == total
    assert np.abs(found - np.array(weights) / sum(weights) * total).max() <= 1


def test_dealing_keeps_the_shares_and_coupling_the_order():
    random = np.random.default_rng(1)
    assert np.bincount(dealt(random, 100, [1, 3])).tolist() == [25, 75]
    assert sorted(drawn_once(random, 5, [1, 1, 1, 1, 1]).tolist()) == [0, 1, 2, 3, 4]
    assert coupled([3, 1, 2], [10, 30, 20]).tolist() == [1, 0, 2]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), st.integers(0, 100))
def test_a_misspelling_is_another_word_with_the_same_first_letter(word, seed):
    said = misspelt(word, np.random.default_rng(seed))
    assert said != word
    assert said[0] == word[0]


def test_every_file_column_and_story_is_documented(case):
    from intelviz.resources_path import resource

    text = resource("practice", "files.md").read_text(encoding="utf-8")
    for name, columns in case.truth.columns.items():
        assert f"`{name}`" in text
        assert ", ".join(columns) in text, name
    assert all(f"| {story.name} |" in text for story in case.truth.stories)
