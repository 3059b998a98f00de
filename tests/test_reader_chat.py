"""Chats exported as text: messages of several lines, who sent them, and when."""

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files

ANDROID = """12/03/2024, 21:04 - Messages and calls are end-to-end encrypted.
12/03/2024, 21:04 - Alex Moor: You around?
12/03/2024, 21:05 - Sam Hill: yes mate
what you need: two
13/03/2024, 08:15 - +44 7700 900123: <Media omitted>
"""
IOS = """[12/03/2024, 21:04:11] Alex Moor: You around?
[12/03/2024, 21:05:02] Sam Hill: yes mate
what you need: two
[13/03/2024, 08:15:59] +44 7700 900123: image omitted
"""


@pytest.mark.parametrize(("text", "messages"), [(ANDROID, 4), (IOS, 3)])
def test_each_message_has_its_sender_its_lines_and_its_time(tmp_path, text, messages):
    (tmp_path / "chat.txt").write_text(text, encoding="utf-8")
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        (source,) = import_files(case, [tmp_path / "chat.txt"]).as_json()["sources"]
        assert (source["recipe"], source["rows"], source["loaded"]) == ("chat", messages, messages)
        info = case.info()
        assert info["items"] == {"Message": messages, "OnlineAccount": 2, "Phone": 1}
        assert info["links"] == {"CALLER": 3}
        assert info["with_time"] == messages
        (number,) = case.matching("mate")
        assert case.item(int(number)).properties["text"] == "yes mate\nwhat you need: two"


def test_a_letter_with_dates_is_no_chat(tmp_path):
    (tmp_path / "letter.txt").write_text("Notes\n12/03/2024 - we met.\nIt was late, and it rained a good deal.\n" * 9)
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        (source,) = import_files(case, [tmp_path / "letter.txt"]).as_json()["sources"]
        assert source["recipe"] == "documents"
