"""The practice case: the same files from the same seed, in the numbers and the shapes that such files have."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.practice.chance import counts, coupled, dealt, drawn_once
from intelviz.practice.generate import generate
from intelviz.practice.places import extract
from intelviz.practice.plan import LARGEST, SMALLEST, plan
from intelviz.practice.records import misspelt
from intelviz.practice.words import word_list
from intelviz.schema.errors import BadInputError, CancelledError, UsageError
from intelviz.schema.load import load_schema


class Files:
    """The rows of a generated case by type, as text."""

    def __init__(self, folder: Path, truth) -> None:
        self.folder, self.truth = folder, truth
        self.bad = {(each.file, each.row) for each in truth.planted}

    def path(self, kind: str) -> Path:
        return next(self.folder.glob(f"practice-case.*.{kind}.csv"))

    def all_rows(self, kind: str) -> list[dict[str, str]]:
        with self.path(kind).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rows(self, kind: str) -> list[dict[str, str]]:
        """Return the rows without the planted ones."""
        name = self.path(kind).name
        return [row for number, row in enumerate(self.all_rows(kind), 2) if (name, number) not in self.bad]


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Files:
    folder = tmp_path_factory.mktemp("practice")
    return Files(folder, generate(folder))


def digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_seed_and_size_give_the_same_bytes(tmp_path):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        generate(tmp_path / name, size=3_000, seed=seed)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


def test_the_default_holds_60000_items_and_about_100000_links(case):
    assert sum(case.truth.items.values()) == 60_000
    assert 95_000 <= sum(case.truth.links.values()) <= 115_000
    assert case.truth.items["Person"] == 3_000


def test_what_the_truth_counts_stands_in_the_files(case):
    for kind, number in (case.truth.items | case.truth.links).items():
        assert len(case.rows(kind)) == number
        assert len(case.all_rows(kind)) == case.truth.rows[case.path(kind).name]
    written = json.loads((case.folder / "truth.json").read_text(encoding="utf-8"))
    assert written["planted"] and written["rows"] == case.truth.rows


def test_everyone_is_told_that_it_is_fiction_and_where_the_places_come_from(case):
    text = (case.folder / "README.txt").read_text(encoding="utf-8")
    assert "invented" in text
    assert "Open Government Licence v3.0" in text
    assert "{" not in text


# Ids


def test_every_id_is_used_once_and_every_link_ends_at_an_item(case):
    ids = [row[":ID"] for kind in case.truth.items for row in case.rows(kind)]
    assert len(set(ids)) == len(ids) == 60_000
    known = set(ids)
    for kind in case.truth.links:
        assert all(row[":START_ID"] in known and row[":END_ID"] in known for row in case.rows(kind))


def test_links_join_the_types_that_they_should(case):
    kind_of = {row[":ID"]: kind for kind in case.truth.items for row in case.rows(kind)}
    ends = {
        "OCCURRED_AT": {("Crime", "Location")},
        "CURRENT_ADDRESS": {("Person", "Location")},
        "HAS_PHONE": {("Person", "Phone")},
        "HAS_VEHICLE": {("Person", "Vehicle")},
        "KNOWS": {("Person", "Person")},
        "PARTY_TO": {("Person", "Crime")},
        "INVOLVED_IN": {("Vehicle", "Crime"), ("Object", "Crime")},
        "CALLER": {("PhoneCall", "Phone")},
        "LOCATION_IN_AREA": {("Location", "Area")},
        "POSTCODE_IN_AREA": {("PostCode", "Area")},
    }
    for kind, expected in ends.items():
        assert {(kind_of[row[":START_ID"]], kind_of[row[":END_ID"]]) for row in case.rows(kind)} == expected
        assert all(row[":START_ID"] != row[":END_ID"] for row in case.rows(kind))


def test_planted_mistakes_are_few_and_are_what_the_truth_says(case):
    assert 0 < len(case.truth.planted) < sum(case.truth.rows.values()) / 1_000
    ids = {row[":ID"] for kind in case.truth.items for row in case.rows(kind)}
    for each in case.truth.planted:
        with (case.folder / each.file).open(encoding="utf-8", newline="") as file:
            row = list(csv.DictReader(file))[each.row - 2]
        assert row[each.column] == each.value
        match each.kind:
            case "date":
                with pytest.raises(ValueError, match=r"."):
                    datetime.strptime(each.value, "%d/%m/%Y")
            case "time":
                with pytest.raises(ValueError, match=r"."):
                    datetime.strptime(each.value, "%H:%M")
            case "dangling" | "follows":
                assert each.value not in ids
                assert each.outcome == "rejected"
            case _:
                assert each.value in ids
                assert each.outcome == "merged"


# Nothing that could be real


def test_numbers_are_those_set_aside_for_drama_and_no_two_phones_share_one(case):
    numbers = [row["phoneNo"] for row in case.rows("Phone")]
    assert all(re.fullmatch(r"07700 900\d{3}|01632 960\d{3}", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_handset_numbers_have_a_valid_check_digit_and_are_of_test_equipment(case):
    found = [row["imei"] for row in case.rows("Phone") if row["imei"]]
    assert len(found) > 900
    for imei in found:
        assert re.fullmatch(r"00\d{13}", imei)
        digits = [int(digit) for digit in imei]
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
        assert (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def test_plates_are_of_a_pattern_that_is_never_issued(case):
    plates = [row["reg"] for row in case.rows("Vehicle")]
    assert all(re.fullmatch(r"[A-Z]Q\d\d [A-HJ-PR-Z]{3}", plate) for plate in plates)
    assert len(set(plates)) == len(plates)


def test_email_hosts_are_reserved_for_examples(case):
    hosts = {row["email_address"].split("@")[1] for row in case.rows("Email")}
    assert all(re.fullmatch(r"(\w+\.)?example\.(com|org|net)", host) for host in hosts)


# Places


def test_every_location_stands_on_a_postcode_of_the_shipped_extract(case):
    real = extract()
    points = dict(zip(real.postcode, zip(real.latitude, real.longitude, strict=True), strict=True))
    for row in case.rows("Location"):
        assert points[row["postcode"]] == (row["latitude:double"], row["longitude:double"])
        assert 53.3 < float(row["latitude:double"]) < 53.7
        assert -2.75 < float(row["longitude:double"]) < -1.9
    assert {row["code"] for row in case.rows("PostCode")} <= set(points)


def test_the_extract_is_compact_and_carries_its_notice():
    from intelviz.resources_path import resource

    assert resource("practice", "postcodes.csv.gz").stat().st_size < 500_000
    assert "Open Government Licence" in resource("practice", "NOTICE.md").read_text(encoding="utf-8")
    assert len(extract().postcode) >= 20_000


def test_most_places_have_one_crime_and_the_busiest_very_many(case):
    tally = Counter(row[":END_ID"] for row in case.rows("OCCURRED_AT"))
    total = tally.total()
    assert Counter(tally.values())[1] > len(tally) / 2
    assert 0.004 < max(tally.values()) / total < 0.009


def test_shop_theft_is_nearer_to_town_centres_than_burglary(case):
    real = extract()
    central = dict(zip(real.postcode, real.centrality.tolist(), strict=True))
    place = {row[":ID"]: central[row["postcode"]] for row in case.rows("Location")}
    kind = {row[":ID"]: row["type"] for row in case.rows("Crime")}
    found: dict[str, list[float]] = {}
    for row in case.rows("OCCURRED_AT"):
        found.setdefault(kind[row[":START_ID"]], []).append(place[row[":END_ID"]])
    assert np.mean(found["Shoplifting"]) > np.mean(found["Burglary"]) + 0.2


# Crimes


def test_types_of_crime_are_in_their_proportions(case):
    found = Counter(row["type"] for row in case.rows("Crime"))
    wanted = {each["name"]: each["count"] for each in word_list("crimes")["types"]}
    assert set(found) == set(wanted)
    scale = found.total() / sum(wanted.values())
    assert all(abs(found[name] - count * scale) <= 1 for name, count in wanted.items())


def test_hours_and_weekdays_keep_their_profile(case):
    lists = word_list("crimes")
    rows = case.rows("Crime")
    hours = np.bincount([int(row["time"][:2]) for row in rows if row["time"]], minlength=24)
    expected = np.array(lists["hours"]) / sum(lists["hours"]) * hours.sum()
    assert ((hours - expected) ** 2 / expected).sum() < 42  # 1 % of chance at 23 degrees of freedom
    weekdays = np.bincount([datetime.strptime(row["date"], "%d/%m/%Y").weekday() for row in rows], minlength=7)
    assert np.abs(weekdays / weekdays.sum() * 100 - lists["weekdays"]).max() < 0.3


def test_minutes_are_rounded_as_people_round_them(case):
    minutes = np.array([int(row["time"][3:]) for row in case.rows("Crime") if row["time"]])
    assert abs((minutes == 0).mean() - 0.13) < 0.01
    assert abs((minutes % 5 == 0).mean() - 0.75) < 0.01


def test_burglaries_are_known_as_windows(case):
    rows = [row for row in case.rows("Crime") if row["type"] == "Burglary"]
    windows = [row for row in rows if row["to_date"]]
    assert len(windows) > 0.9 * len(rows)

    def moment(row, name):
        return datetime.strptime(f"{row[f'{name}date']} {row[f'{name}time']}", "%d/%m/%Y %H:%M")

    hours = [(moment(row, "to_") - moment(row, "")).total_seconds() / 3600 for row in windows]
    assert min(hours) > 0
    assert 9 < np.median(hours) < 11
    assert 20 < np.percentile(hours, 75) < 26
    assert max(moment(row, "to_") for row in windows) < datetime(2025, 12, 1, 1)
    assert not [row for row in case.rows("Crime") if row["type"] == "Robbery" and row["to_date"]]


def test_every_crime_has_one_place_and_one_officer(case):
    crimes = {row[":ID"] for row in case.rows("Crime")}
    for kind in ("OCCURRED_AT", "INVESTIGATED_BY"):
        starts = [row[":START_ID"] for row in case.rows(kind)]
        assert len(starts) == len(crimes)
        assert set(starts) == crimes


# Calls


def test_calls_last_45_seconds_in_the_middle_and_a_fifth_is_unanswered(case):
    calls = [row for row in case.rows("PhoneCall") if row["call_type"] == "CALL"]
    seconds = np.array([int(row["call_duration"]) for row in calls])
    assert 41 <= np.median(seconds[seconds > 0]) <= 49
    assert abs((seconds == 0).mean() - 0.2) < 0.01
    logs = np.log(seconds[seconds > 5])
    assert abs(np.mean(logs) - np.median(logs)) < 0.2
    assert all(not row["call_duration"] for row in case.rows("PhoneCall") if row["call_type"] == "SMS")


def test_calls_have_two_peaks_a_day(case):
    hours = np.bincount([int(row["call_time"][:2]) for row in case.rows("PhoneCall")], minlength=24)
    assert hours[12:14].min() > hours[[10, 15]].max()
    assert hours[17:21].min() > hours[[15, 22]].max()


def test_five_contacts_make_half_of_a_handsets_traffic(case):
    other: dict[str, list[str]] = {}
    called = {row[":START_ID"]: row[":END_ID"] for row in case.rows("CALLED")}
    for row in case.rows("CALLER"):
        a, b = row[":END_ID"], called[row[":START_ID"]]
        assert a != b
        other.setdefault(a, []).append(b)
        other.setdefault(b, []).append(a)
    busy = sorted(other.values(), key=len)[-50:]
    shares = [sum(n for _, n in Counter(each).most_common(5)) / len(each) for each in busy]
    assert 0.4 < np.mean(shares) < 0.7


# Persons


def test_a_few_hundred_persons_are_concerned_and_stand_in_groups(case):
    concerned = {row[end] for row in case.rows("KNOWS") for end in (":START_ID", ":END_ID")}
    concerned |= {row[":START_ID"] for row in case.rows("PARTY_TO")}
    assert 350 <= len(concerned) <= 500
    assert 20 <= len(case.truth.groups) <= 50
    roles = Counter(row["role"] for row in case.rows("PARTY_TO"))
    assert set(roles) == {"suspect", "victim", "witness"}
    assert roles["suspect"] > roles["victim"] > roles["witness"]


def test_groups_offend_together_and_near_each_other(case):
    group_of = {member: place for place, group in enumerate(case.truth.groups) for member in group["members"]}
    first = dict(case.truth.same_person)
    parties: dict[str, set[int]] = {}
    for row in case.rows("PARTY_TO"):
        if row["role"] == "suspect":
            person = int(row[":START_ID"])
            parties.setdefault(row[":END_ID"], set()).add(group_of[first.get(person, person)])
    assert all(len(groups) == 1 for groups in parties.values())
    assert np.mean([len(case.truth.groups[place]["crimes"]) for place in range(len(case.truth.groups))]) > 10


def test_someone_in_a_group_has_an_address_a_phone_and_calls(case):
    def starts(kind):
        return {row[":START_ID"] for row in case.rows(kind)}

    members = {str(member) for group in case.truth.groups for member in group["members"]}
    assert members <= starts("CURRENT_ADDRESS")
    assert len(members & starts("HAS_PHONE")) > 0.85 * len(members)
    phones = {row[":END_ID"] for kind in ("CALLER", "CALLED") for row in case.rows(kind)}
    ringing = {row[":START_ID"] for row in case.rows("HAS_PHONE") if row[":END_ID"] in phones}
    assert len(members & ringing) > 0.5 * len(members)


def test_dates_of_birth_are_wanting_in_fifteen_per_cent(case):
    states = case.truth.birth_states
    assert abs(1 - states["full"] / sum(states.values()) - 0.15) < 0.005
    texts = [row["date_of_birth"] for row in case.rows("Person")]
    assert all(re.fullmatch(r"((\d\d/)?\d\d/)?\d{4}|", text) for text in texts)
    assert 0.05 < np.mean([not text for text in texts]) < 0.07


def test_two_per_cent_are_twins_or_fathers_and_sons_of_one_name(case):
    person = {row[":ID"]: row for row in case.rows("Person")}
    pairs = case.truth.twins + case.truth.father_and_son
    assert abs(2 * len(pairs) / 3_000 - 0.02) < 0.002
    slips = {each["id"] for each in case.truth.slips}
    for father, son in case.truth.father_and_son:
        one, other = person[str(father)], person[str(son)]
        if father not in slips and son not in slips:
            assert (one["name"], one["surname"]) == (other["name"], other["surname"])
    for one, other in case.truth.twins:
        days = {person[str(each)]["date_of_birth"] for each in (one, other)}
        whole = {day for day in days if len(day) == 10 and not day.startswith("01/01/")}
        assert len(whole) <= 1


def test_slips_say_what_stands_in_the_cell(case):
    person = {row[":ID"]: row for row in case.rows("Person")}
    assert case.truth.slips
    for slip in case.truth.slips:
        assert person[str(slip["id"])][slip["column"]] == slip["said"] != slip["true"]


def test_nothing_belongs_to_anyone_before_they_were_born(case):
    born = {row[":ID"]: row["date_of_birth"][-4:] for row in case.rows("Person")}
    for kind in ("CURRENT_ADDRESS", "HAS_PHONE", "HAS_VEHICLE"):
        for row in case.rows(kind):
            if row["from_date"] and born[row[":START_ID"]]:
                assert row["from_date"][-4:] >= born[row[":START_ID"]]


def test_a_number_has_one_holder_at_a_time_beside_those_who_share_a_home_or_a_record(case):
    first = dict(case.truth.same_person)
    mobiles = {row[":ID"] for row in case.rows("Phone") if row["phoneNo"].startswith("07")}
    holders: dict[str, set[int]] = {}
    for row in case.rows("HAS_PHONE"):
        if row[":END_ID"] in mobiles and not row["to_date"]:
            person = int(row[":START_ID"])
            holders.setdefault(row[":END_ID"], set()).add(first.get(person, person))
    assert holders
    assert all(len(each) == 1 for each in holders.values())


# Any size and seed


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(SMALLEST, 5_000), seed=st.integers(0, 2**32))
def test_any_size_and_seed_give_a_sound_case(tmp_path_factory, size, seed):
    folder = tmp_path_factory.mktemp("any")
    found = Files(folder, generate(folder, size=size, seed=seed))
    ids = [row[":ID"] for kind in found.truth.items for row in found.rows(kind)]
    assert len(set(ids)) == len(ids) == size
    known = set(ids)
    for kind in found.truth.links:
        assert all(row[":START_ID"] in known and row[":END_ID"] in known for row in found.rows(kind))
    assert len(found.truth.planted) < sum(found.truth.rows.values()) / 1_000 + 1


@given(size=st.integers(SMALLEST, LARGEST))
def test_a_plan_covers_whole_weeks_and_never_needs_more_numbers_than_there_are(size):
    made = plan(size)
    assert made.days % 7 == 0
    assert made.first.weekday() == 0
    assert made.last.weekday() == 6
    assert max(made.mobiles, made.landlines) <= 1_000
    without_crimes = sum(
        (made.persons, made.officers, made.mobiles, made.landlines, made.vehicles, made.emails, made.exhibits)
    )
    areas = min(2 * made.postcodes, 330)
    assert without_crimes + made.calls + made.locations + min(made.postcodes, 24_000) + areas < size


def test_a_large_case_takes_more_years_and_passes_numbers_on(tmp_path):
    truth = generate(tmp_path, size=250_000, seed=3)
    found = Files(tmp_path, truth)
    assert sum(truth.items.values()) == 250_000
    assert truth.items["Phone"] == 2_000
    assert any(row["to_date"] for row in found.rows("HAS_PHONE"))
    assert truth.period == ("03/03/2025", "30/11/2025")


def test_no_crime_happens_in_the_hour_that_the_clocks_leave_out(tmp_path):
    found = Files(tmp_path, generate(tmp_path, size=250_000, seed=3))
    spring = [row["time"] for row in found.rows("Crime") if row["date"] == "30/03/2025"]
    assert len(spring) > 100
    assert not [time for time in spring if time.startswith("01:")]


# What can't be done


@pytest.mark.parametrize("size", [99, 1_000_001, 0, -5])
def test_a_size_out_of_bounds_is_refused_in_words(tmp_path, size):
    with pytest.raises(UsageError, match="100 to 1,000,000"):
        generate(tmp_path / "new", size=size)
    assert not (tmp_path / "new").exists()


def test_a_seed_below_zero_is_refused(tmp_path):
    with pytest.raises(UsageError, match="seed"):
        generate(tmp_path / "new", seed=-1)


def test_a_folder_that_is_a_file_is_refused_in_words(tmp_path):
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInputError, match="can't be written"):
        generate(tmp_path / "taken", size=200)
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_files_of_somebody_else_are_not_overwritten_but_those_of_an_earlier_practice_case_are(tmp_path):
    (tmp_path / "README.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInputError, match="overwritten"):
        generate(tmp_path, size=200)
    assert [path.name for path in tmp_path.iterdir()] == ["README.txt"]
    (tmp_path / "README.txt").unlink()
    generate(tmp_path, size=200, seed=1)
    assert generate(tmp_path, size=300, seed=2).size == 300


def test_it_says_how_far_it_is_and_stops_when_asked(tmp_path):
    said: list[tuple[str, int, int]] = []
    generate(tmp_path / "a", size=200, step=lambda *each: said.append(each))
    assert said[-1][1] == said[-1][2] > 0

    def stop(_words: str, done: int = 0, _total: int = 0) -> None:
        if done == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        generate(tmp_path / "b", size=200, step=stop)
    assert not (tmp_path / "b" / "truth.json").exists()


# The parts


@given(total=st.integers(0, 10_000), weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=30))
def test_counts_sum_to_the_total_and_keep_the_proportion(total, weights):
    found = counts(total, weights)
    assert found.sum() == total
    assert (np.abs(found - np.array(weights) / sum(weights) * total) < 1 + 1e-6).all()


def test_chances_keep_to_their_shares():
    random = np.random.default_rng(1)
    assert np.bincount(dealt(random, 100, [1, 3])).tolist() == [25, 75]
    assert len(set(drawn_once(random, 5, np.ones(20)).tolist())) == 5
    assert coupled([0.3, 0.1, 0.2], [7.0, 9.0, 8.0]).tolist() == [1, 0, 2]


@given(word=st.sampled_from([name for each in word_list("names")["families"] for name in each["surnames"]]))
def test_a_slip_changes_a_name_but_not_its_first_letter(word):
    slip = misspelt(word, np.random.default_rng(len(word)))
    assert slip != word
    assert slip[0] == word[0]
    assert abs(len(slip) - len(word)) <= 1


# What fits the types


def test_types_and_columns_are_those_of_the_schema(case):
    schema = load_schema()
    for kind in case.truth.items:
        header = set(case.all_rows(kind)[0]) - {":ID", ":LABEL"}
        known = {each.name for each in schema.properties_of(kind)} | {"date", "time", "to_date", "to_time"}
        assert {name.split(":")[0] for name in header} <= known
    kind_of = {row[":ID"]: kind for kind in case.truth.items for row in case.rows(kind)}
    for kind in case.truth.links:
        link = schema.link(kind)
        header = set(case.all_rows(kind)[0]) - {":START_ID", ":END_ID", ":TYPE", "from_date", "to_date"}
        assert header <= {each.name for each in link.properties}
        for ends, allowed in ((":START_ID", link.from_types), (":END_ID", link.to_types)):
            found = {kind_of[row[ends]] for row in case.rows(kind)}
            assert all(any(schema.is_a(each, other) for other in allowed) for each in found) or not allowed


def test_whoever_moved_lives_now_where_they_did_not_before(case):
    now = {row[":START_ID"]: row for row in case.rows("CURRENT_ADDRESS")}
    moves = case.rows("PREVIOUS_ADDRESS")
    assert len(moves) > 100
    for row in moves:
        current = now[row[":START_ID"]]
        assert current[":END_ID"] != row[":END_ID"]
        assert current["from_date"] == row["to_date"]
        begin, end = (datetime.strptime(row[name], "%d/%m/%Y") for name in ("from_date", "to_date"))
        assert begin < end
