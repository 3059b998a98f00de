"""Crime files of other cities, as they publish them: types, times in their own zones, places, and what is no place."""

from datetime import UTC, datetime

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files

CITIES = {
    "Chicago": (
        "ID,Case Number,Date,Block,IUCR,Primary Type,X Coordinate,Y Coordinate,Latitude,Longitude,Location\n"
        '1,HA1,09/25/2015 01:30:00 PM,043XX S WOOD ST,0486,BATTERY,1165074,1875917,41.8151,-87.6699,"(41.8, -87.6)"\n'
        "2,HA2,09/05/2015 01:30:00 PM,008XX N CENTRAL AVE,0870,BATTERY,0,0,0,0,\n",
        "2015-09-05T18:30",
        1,
    ),
    "New York": (
        "CMPLNT_NUM,CMPLNT_FR_DT,CMPLNT_FR_TM,CMPLNT_TO_DT,CMPLNT_TO_TM,RPT_DT,KY_CD,OFNS_DESC,X_COORD_CD,Latitude,Longitude\n"
        "7,12/31/2019,17:30:00,,,01/02/2020,118,BATTERY,999937,40.8209,-73.9433\n",
        "2019-12-31T22:30",
        1,
    ),
    "Los Angeles": (
        "DR_NO,Date Rptd,DATE OCC,TIME OCC,Crm Cd,Crm Cd Desc,LOCATION,LAT,LON\n"
        "9,03/01/2020 12:00:00 AM,02/28/2020 12:00:00 AM,2130,510,BATTERY,1900 S  OAK AV,34.0375,-118.3506\n",
        "2020-02-29T05:30",
        1,
    ),
    "San Francisco": (
        "IncidntNum,Category,Descript,Date,Time,Resolution,Address,X,Y,PdId\n"
        "15,BATTERY,A,01/19/2015,14:00,NONE,18TH ST,-122.4216,37.7617,1501\n"
        "15,BATTERY,B,01/19/2015,14:00,NONE,PINE ST,-120.5,90,1502\n",
        "2015-01-19T22:00",
        1,
    ),
    "Boston": (
        "INCIDENT_NUMBER,OFFENSE_CODE,OFFENSE_DESCRIPTION,OCCURRED_ON_DATE,STREET,Lat,Long\n"
        "I1,619,BATTERY,2018-09-02 13:00:00,LINCOLN ST,42.3578,-71.1394\n"
        "I1,620,BATTERY,2018-09-02 13:00:00,OAK ST,-1,-1\n",
        "2018-09-02T17:00",
        1,
    ),
    "Vancouver": (
        "TYPE,YEAR,MONTH,DAY,HOUR,MINUTE,HUNDRED_BLOCK,NEIGHBOURHOOD,X,Y\n"
        "BATTERY,2012,12,14,8,52,10XX SITKA SQ,Fairview,490612.9,5457110.1\n"
        "BATTERY,2019,3,7,0,0,OFFSET TO PROTECT PRIVACY,,0,0\n",
        "2012-12-14T16:52",
        1,
    ),
}


@pytest.mark.parametrize("city", CITIES)
def test_a_city_s_crimes_have_their_types_times_and_places(tmp_path, city):
    text, first, placed = CITIES[city]
    (tmp_path / "export.csv").write_text(text)
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        (source,) = import_files(case, [tmp_path / "export.csv"]).as_json()["sources"]
        info = case.info()
        rows = text.count("\n") - 1
        assert (source["recipe"], source["loaded"], source["rejected"]) == ("city-crimes", rows, 0)
        assert info["items"]["Crime"] == rows
        assert datetime.fromisoformat(info["time"][0]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == first
        assert info["with_time"] == rows
        assert info["with_place"] == 2 * placed
        assert len(case.matching("BATTERY")) == rows


def test_what_stands_for_no_place_is_left_out_and_listed(tmp_path):
    (tmp_path / "export.csv").write_text(CITIES["Boston"][0])
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        import_files(case, [tmp_path / "export.csv"])
        reasons = [each.reason for each in case.alterations(1)]
    assert any("-1, -1 is a point off Africa, which systems write where no place is known" in each for each in reasons)
