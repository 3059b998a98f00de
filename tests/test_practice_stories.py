"""Each planted story is found from the files alone by its own marks, and nothing else in them bears those marks."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from practice_files import Files

from intelviz.practice.generate import generate

FIRST, SECOND, THIRD = (
    "call-data/operator-1-billing.csv",
    "call-data/operator-2-export.csv",
    "call-data/operator-3-report.xlsx",
)


@pytest.fixture(scope="module", params=[(2_000, 11), (12_000, 2), (60_000, 1)], ids=lambda each: f"{each[0]}-{each[1]}")
def case(request, tmp_path_factory) -> Files:
    size, seed = request.param
    folder = tmp_path_factory.mktemp("stories")
    return Files(folder, generate(folder, size=size, seed=seed))


def test_all_stories_are_there_and_their_rows_exist(case):
    names = {each.name for each in case.truth.stories}
    assert names == {
        "county line", "repeat victim", "brothers", "one rumour, three reports", "near-repeat burglaries", "too fast",
        "swapped telephones", "stop-search practice", "handed over", "repeated hour", "convoy",
        "meetings before a burglary",
    }  # fmt: skip
    for story in case.truth.stories:
        assert story.finding
        assert story.keys
        for file, rows in story.rows.items():
            assert set(rows) <= set(case.rows(file).index), story.name


def test_one_line_texts_many_numbers_within_minutes_on_many_days(case):
    calls = case.rows(FIRST)
    moment = pd.to_datetime(calls["Call Date"] + calls["Call Time"], format="%d/%m/%Y%H:%M:%S")
    texts = calls.assign(moment=moment)[calls["Call Type"] == "SMS"]
    window = texts["moment"].dt.floor("5min")
    bursts = texts.groupby([texts["Calling Number"], window])["Called Number"].nunique()
    found = bursts[bursts >= 10].reset_index()
    story = case.truth.story("county line")
    assert set(found["Calling Number"]) == {story.keys["line"].replace(" ", "")}
    days = set(found["moment"].dt.date)
    assert 14 <= len(days) <= 16
    customers = {each.replace(" ", "") for each in story.keys["customers"]}
    mine = texts[texts["Calling Number"].isin(set(found["Calling Number"]))]
    assert customers <= set(mine["Called Number"])
    reports = case.rows("intelligence/reports-3x5x2.csv")
    spoken_of = reports[reports["Text"].str.contains("Archie line")]
    assert sorted(spoken_of["URN"]) == sorted(story.keys["urns"])
    assert spoken_of["Telephones"].str.contains(story.keys["line"]).all()
    assert spoken_of["Nominals"].str.contains(story.keys["holder"]).all()


def test_one_home_has_far_more_domestic_incidents_than_any_other(case):
    logs = case.rows("incidents/incident-log.csv")
    domestic = logs[(logs["Incident Type"] == "Domestic incident") & (logs["Location"] != "")]
    tally = domestic.groupby(["Location", "Postcode"]).size().sort_values(ascending=False)
    story = case.truth.story("repeat victim")
    assert tally.index[0] == (story.keys["address"], story.keys["postcode"])
    assert tally.iloc[0] >= 14
    assert tally.iloc[1:].max() <= 6
    here = domestic[(domestic["Location"] == story.keys["address"]) & (domestic["Postcode"] == story.keys["postcode"])]
    days = pd.to_datetime(here.loc[story.rows["incidents/incident-log.csv"], "Created"], format="%d/%m/%Y %H:%M")
    gaps = days.diff().dt.total_seconds().dropna().to_numpy()
    assert gaps[: len(gaps) // 2].mean() > 1.5 * gaps[len(gaps) // 2 :].mean()


def edits(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1]


def test_two_brothers_at_one_address_have_nearly_one_name_and_two_birthdays(case):
    persons = case.rows("nominals/nominals.csv")
    persons = persons[persons["DOB"].str.len() == 10]
    twice = {each for pair in case.truth.facts["same_person"] for each in pair}
    twins = {frozenset(each) for each in case.truth.facts["twins"]}
    found: set[frozenset[str]] = set()
    for _, home in persons.groupby(["Surname", "Address", "Postcode"]):
        rows = list(zip(home["Nominal No"], home["Forename"], home["DOB"], home["Sex"], strict=True))
        for at, (one, name, born, sex) in enumerate(rows):
            for other, called, birth, of in rows[at + 1 :]:
                near = name != called and edits(name, called) <= 2 and name[:2] == called[:2] and sex == of == "Male"
                apart = abs(int(born[-4:]) - int(birth[-4:])) <= 2 and born[:5] != birth[:5]
                if near and apart and not {one, other} & twice and frozenset((one, other)) not in twins:
                    found.add(frozenset((one, other)))
    story = case.truth.story("brothers")
    assert frozenset(story.keys["nominals"]) in found
    assert len(found) <= 3
    associates = case.rows("nominals/associates.csv")
    kin = associates[associates["Relationship"] == "sibling"]
    assert set(story.keys["nominals"]) in [
        {a, b} for a, b in zip(kin["Nominal No"], kin["Associate Nominal No"], strict=True)
    ]


def test_one_rumour_stands_in_three_reports_and_in_no_other(case):
    reports = case.rows("intelligence/reports-3x5x2.csv")
    story = case.truth.story("one rumour, three reports")
    alike = reports[reports["Text"].str.contains("tannery") & reports["Text"].str.contains("red quad")]
    assert sorted(alike["URN"]) == sorted(story.keys["urns"])
    assert len(alike) == 3
    assert alike["Text"].nunique() == 3
    assert alike["Nominals"].str.contains(story.keys["nominal"]).all()
    for detail in story.keys["details"]:
        assert alike["Text"].str.contains(detail).all()


def near_pairs(frame: pd.DataFrame, metres: float, days: float) -> int:
    x, y = frame["Easting"].astype(float).to_numpy(), frame["Northing"].astype(float).to_numpy()
    when = frame["when"].to_numpy().astype("datetime64[m]").astype(float) / 1440
    near = np.hypot(x[:, None] - x, y[:, None] - y) <= metres
    return int(np.triu(near & (np.abs(when[:, None] - when) <= days), 1).sum())


def knox(frame: pd.DataFrame, metres: float = 450, days: float = 16) -> tuple[int, float, float]:
    """Return pairs near in space and time, their mean if times are dealt anew, and how often chance has as many."""
    random = np.random.default_rng(1)
    seen = near_pairs(frame, metres, days)
    dealt = [
        near_pairs(frame.assign(when=random.permutation(frame["when"].to_numpy())), metres, days) for _ in range(39)
    ]
    return seen, float(np.mean(dealt)), float(np.mean([each >= seen for each in dealt]))


def test_burglaries_show_near_repeats_only_by_the_wave(case):
    crimes = case.rows("crimes/recorded-crime.csv")
    burglaries = crimes[crimes["Offence"] == "Burglary"]
    burglaries = burglaries.assign(when=pd.to_datetime(burglaries["From Date"], format="%d/%m/%Y"))
    story = case.truth.story("near-repeat burglaries")
    rows = story.rows["crimes/recorded-crime.csv"]
    wave, others = burglaries.loc[rows], burglaries.drop(index=rows)
    assert len(wave) == 14
    # Houses stand more thinly in a small case: the wave is then wider.
    x, y = wave["Easting"].astype(int), wave["Northing"].astype(int)
    reach = float(np.hypot(x - x.median(), y - y.median()).max()) * 2
    assert (wave["when"].max() - wave["when"].min()).days <= story.keys["days"]
    seen, expected, chance = knox(burglaries, max(450.0, reach))
    assert seen > expected + 40
    assert chance == 0
    seen, expected, chance = knox(others, max(450.0, reach))
    assert chance > 0.02, (seen, expected)


def speeds(reads: pd.DataFrame) -> pd.DataFrame:
    reads = reads.assign(
        when=pd.to_datetime(reads["Read Date Time"]),
        x=reads["Easting"].astype(float),
        y=reads["Northing"].astype(float),
    ).sort_values(["VRM", "when"])
    same = reads["VRM"] == reads["VRM"].shift()
    seconds = reads["when"].diff().dt.total_seconds().clip(lower=1)
    return reads.assign(kmh=np.where(same, np.hypot(reads["x"].diff(), reads["y"].diff()) / seconds * 3.6, 0))


def test_a_vehicle_is_at_two_cameras_too_fast_and_otherwise_only_clones_are(case):
    reads = case.rows("anpr/reads.csv")
    fast = speeds(reads)
    impossible = set(fast.loc[fast["kmh"] > 200, "VRM"])
    story = case.truth.story("too fast")
    clones = {plate.replace(" ", "") for plate in case.truth.facts["cloned_plates"]}
    assert story.keys["plate"] in impossible
    assert impossible <= clones | {story.keys["plate"]}
    mine = fast[fast["VRM"] == story.keys["plate"]]
    assert abs(mine["kmh"].max() - story.keys["kilometres_an_hour"]) < 5


def test_a_convoy_passes_six_cameras_together_on_three_days(case):
    reads = case.rows("anpr/reads.csv")
    reads = reads.assign(when=pd.to_datetime(reads["Read Date Time"])).sort_values("when")
    together: dict[tuple[str, str], set[str]] = defaultdict(set)
    for camera, here in reads.groupby("Camera ID"):
        rows = list(zip(here["when"], here["VRM"], strict=True))
        for at, (when, plate) in enumerate(rows):
            for later, other in rows[at + 1 :]:
                if later - when > timedelta(seconds=60):
                    break
                if other != plate:
                    together[min(plate, other), max(plate, other)].add(str(camera))
    convoys = {pair for pair, cameras in together.items() if len(cameras) >= 5}
    assert convoys == {tuple(sorted(case.truth.story("convoy").keys["plates"]))}


def test_a_group_swaps_its_telephones_on_one_day(case):
    calls = case.rows(THIRD)
    when = pd.to_datetime(calls["Date & Time"]).dt.normalize()
    seen = calls.assign(day=when).groupby("Subject Number")["day"].agg(["min", "max", "size"])
    story = case.truth.story("swapped telephones")
    day = pd.Timestamp(story.keys["day"])
    busy = seen[seen["size"] >= 20]
    ended = busy[busy["max"] == day - pd.Timedelta(days=1)]
    begun = busy[busy["min"] == day]
    assert set(story.keys["before"]) <= set(ended.index)
    assert set(story.keys["after"]) <= set(begun.index)
    # Only these six begin on the day on which as many others end.
    assert len(ended) <= len(story.keys["before"]) + 1
    assert len(begun) <= len(story.keys["after"]) + 1

    def plain(number: str) -> str:
        return number.replace("+44 ", "0").replace(" ", "")

    others = calls.assign(other=calls["Other Party"].map(plain)).groupby("Subject Number")["other"].agg(set)
    for before, after in zip(story.keys["before"], story.keys["after"], strict=True):
        mine = {plain(each) for each in (*story.keys["before"], *story.keys["after"])}
        one, other = others[before] - mine, others[after] - mine
        assert one
        assert len(one & other) >= len(one | other) / 2
    handsets = calls.groupby("Subject Number")["Handset"].agg(set)
    assert not set.union(*handsets[story.keys["before"]]) & set.union(*handsets[story.keys["after"]])


def test_stops_find_less_in_one_ward_where_more_and_others_are_searched(case):
    stops = case.rows("stop-search/searches.csv")
    found = stops["Outcome"] != "No further action"
    ward = case.truth.story("stop-search practice").keys["ward"]
    inside = stops["Ward"] == ward
    assert stops["Ward"].value_counts().index[0] == ward
    assert found[inside].mean() < 0.12
    assert found[~inside].mean() > 0.18
    black = stops["Officer-Defined Ethnicity"] == "Black"
    assert black[inside].mean() > 0.28
    assert black[~inside].mean() < 0.22
    # No other ward with as many searches is so far from the rest.
    rest = stops[~inside]
    rate = found[~inside].groupby(rest["Ward"]).agg(["mean", "size"])
    share = found[~inside].mean()
    z = (rate["mean"] - share) / np.sqrt(share * (1 - share) / rate["size"])
    assert (z[rate["size"] >= 8] > -3.5).all()
    own = (found[inside].mean() - share) / np.sqrt(share * (1 - share) / inside.sum())
    assert own < -3.5


def test_one_case_is_handed_over_31_times_and_no_other_more_than_six(case):
    rows = case.rows("case-management/case-handovers.csv")
    tally = rows["Crime No"].value_counts()
    story = case.truth.story("handed over")
    assert tally.index[0] == story.keys["crime"]
    assert tally.iloc[0] == 31
    assert tally.iloc[1:].max() <= 6
    mine = rows[rows["Crime No"] == story.keys["crime"]]
    assert (mine["From Officer"].to_numpy()[1:] == mine["To Officer"].to_numpy()[:-1]).all()
    assert story.keys["crime"] in set(case.rows("crimes/recorded-crime.csv")["Crime No"])


def test_calls_in_the_repeated_hour_are_in_order_only_by_their_zone(case):
    story = case.truth.story("repeated hour")
    calls = case.rows(SECOND).loc[story.rows[SECOND]]
    local = pd.to_datetime(calls["Start Time"].str[:19], format="%d.%m.%Y %H:%M:%S")
    assert set(local.dt.strftime("%d/%m/%Y %H")) == {"26/10/2025 01"}
    exact = pd.to_datetime(calls["Start Time"], format="%d.%m.%Y %H:%M:%S %z", utc=True)
    assert exact.is_monotonic_increasing
    assert set(calls["Start Time"].str[-6:]) == {"+00:00", "+01:00"}
    assert {each["row"] for each in story.keys["calls"]} == set(calls.index)


def test_nothing_else_in_the_case_lies_in_the_repeated_hour_of_the_calls(case):
    story = case.truth.story("repeated hour")
    for name, column, form in ((SECOND, "Start Time", "26.10.2025 01:"), (FIRST, "Call Date", "")):
        rows = case.rows(name)
        if form:
            there = rows[rows[column].str.startswith(form)]
        else:
            there = rows[(rows["Call Date"] == "26/10/2025") & rows["Call Time"].str.startswith("01:")]
        assert set(there.index) <= set(story.rows.get(name, [])), name
    logs = case.rows("incidents/incident-log.csv")
    there = logs[logs["Created"].str.startswith("26/10/2025 01:")]
    assert set(there.index) == set(story.rows["incidents/incident-log.csv"])


def test_the_holder_of_a_number_met_two_persons_in_the_week_before_a_burglary(case):
    story = case.truth.story("meetings before a burglary").keys
    held = case.rows("nominals/telephones.csv")
    plain = held["Telephone"].str.replace(r"[^0-9]", "", regex=True).str.replace(r"^(0044|44)", "0", regex=True)
    holders = held[(plain == story["telephone"].replace(" ", "")) & (held["To"] == "")]["Nominal No"]
    # A second record of the same person may have the same telephone.
    assert story["holder"] in set(holders)
    parties = case.rows("crimes/crime-persons.csv")
    crimes = set(parties[(parties["Nominal No"] == story["holder"]) & (parties["Role"] == "suspect")]["Crime No"])
    assert story["crime"] in crimes
    crime = case.rows("crimes/recorded-crime.csv").set_index("Crime No").loc[story["crime"]]
    assert crime["Offence"] == "Burglary"
    begin = pd.to_datetime(f"{crime['From Date']} {crime['From Time']}", format="%d/%m/%Y %H:%M")
    seen = case.rows("observations/observation-log.csv")
    moment = pd.to_datetime(seen["From"], format="%d/%m/%Y %H:%M")
    mine = seen[seen["Subjects"].str.split("; ").apply(lambda names: story["holder"] in names)]
    week = mine[(moment[mine.index] < begin) & (moment[mine.index] >= begin - timedelta(days=7))]
    others = [next(each for each in names.split("; ") if each != story["holder"]) for names in week["Subjects"]]
    assert others == story["met"]
    assert week["Address"].tolist() == story["where"]
    assert week["From"].tolist() == story["when"]
