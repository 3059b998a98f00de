"""The filter language where the case file is open: properties, sets, keys, and full text."""

import numpy as np
import pytest

from intelviz.schema.errors import IntelvizError, UsageError
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.query import parse
from tests.small_case import small_case


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    with OpenCase(small_case(tmp_path_factory.mktemp("query") / "small.intelviz")) as opened:
        opened.acts.run(MakeSet("Main suspects", np.array([1, 3])))
        around = [[-2.21, 53.49], [-2.19, 53.49], [-2.19, 53.51], [-2.21, 53.51]]
        opened.acts.run(KeepThing("area", "Mill", {"shape": "polygon", "points": around}))
        opened.acts.run(KeepThing("area", "Broken", {"shape": "polygon", "points": [[0, "x"], None, 7]}))
        yield opened


def labels(opened, text):
    mask = parse(text, opened.workspace.schema).mask(opened.workspace, opened.case)
    return [opened.workspace.items.label[row] for row in np.flatnonzero(mask)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Crime.type = "Burglary"', ["Burglary"]),
        ("Crime.type = burglary", ["Burglary"]),
        ("type != Burglary", ["Robbery"]),
        ('Crime."type of crime" contains rob', ["Robbery"]),
        ('"type of crime" in (Burglary, "Robbery")', ["Burglary", "Robbery"]),
        ("type > c", ["Robbery"]),
        ("type <= burglary", ["Burglary"]),
        ("Crime.type is known", ["Burglary", "Robbery"]),
        ("Crime.type is unknown", []),
        ('in set "Main suspects"', ["Ann Archer", "Cy Cole"]),
        ('Person and not in set "main suspects"', ["Bob Baker"]),
        ("burg", ["Burglary"]),
        ("ann arch", ["Ann Archer"]),
        ('"Ann Archer"', ["Ann Archer"]),
        ('"Archer Ann"', []),
        ('linked to "Person:Ann Archer" by KNOWS', ["Bob Baker"]),
        ('reached from "Person:Ann Archer" by KNOWS', ["Bob Baker"]),
        ('linking to "Person:Ann Archer" by KNOWS', []),
        ("within 2 links from 1 by KNOWS", ["Ann Archer", "Bob Baker", "Cy Cole"]),
        ("within 2 links to 1 by KNOWS", ["Ann Archer"]),
        ("linking to (Crime)", ["Cy Cole"]),
        ("from source small.csv and Person and not like boab", ["Ann Archer", "Cy Cole"]),
        ('like "Ane Artcher"', ["Ann Archer"]),
        ("Person graded ungraded", ["Ann Archer", "Bob Baker", "Cy Cole"]),
        ("graded 2BP", []),
        ('in area "Mill"', ["2 Mill Lane", "Burglary"]),
    ],
)
def test_what_the_case_says(small, text, found):
    assert labels(small, text) == found


def test_names_that_the_case_does_not_have(small):
    with pytest.raises(UsageError, match="Did you mean Main suspects"):
        labels(small, 'in set "Main suspect"')
    with pytest.raises(IntelvizError, match="nobody"):
        labels(small, "linked to nobody")
    with pytest.raises(UsageError, match=r"no source “large\.csv”"):
        labels(small, "from source large.csv")
    with pytest.raises(UsageError, match="no area “Moss”"):
        labels(small, "in area Moss")
    with pytest.raises(IntelvizError, match="no outline"):
        labels(small, "in area broken")
