"""Bank statements: movements of some accounts, each with its balance after."""

from __future__ import annotations

import numpy as np

from intelviz.practice.chance import drawn, stream
from intelviz.practice.files import Fault, Output
from intelviz.practice.register import Register
from intelviz.practice.words import word_list

COLUMNS = (
    "Sort Code", "Account Number", "Account Holder", "Transaction Date", "Transaction Type", "Description", "Paid Out",
    "Paid In", "Balance", "Other Sort Code", "Other Account Number", "Other Account Name",
)  # fmt: skip
A_STATEMENT = 80
SORT_CODE = "00-00-{:02d}"
"""Sort codes that begin with 00 belong to no bank."""


def write(register: Register, out: Output) -> None:
    """Write the statements, one after the other."""
    random = stream(register.seed, "money")
    lists, case, plan = word_list("force"), register.case, register.plan
    kinds = list(lists["payments"])
    members = [person for group in case.associates.groups for person in group.members] or [0]
    holders = [
        members[at] for at in random.permutation(len(members))[: max(2, plan.transactions // A_STATEMENT)].tolist()
    ]
    holders = holders or [0]
    account = {person: (SORT_CODE.format(person % 90 + 10), f"{10_000_000 + 7 * person:08d}") for person in members}
    neighbours = case.associates.neighbours
    faults = (
        Fault("impossible date", "rejected", 700, "Transaction Date", ("31/09/2025", "30/02/2025")),
        Fault("not an amount", "rejected", 1_200, "Balance", ("see over", "#REF!")),
    )
    share = max(1, plan.transactions // len(holders))
    with out.sheet("bank/statements.csv", COLUMNS, faults) as sheet:
        for person in holders:
            balance = float(np.round(random.normal(400, 300), 2))
            kind = drawn(random, share, list(lists["payments"].values())).tolist()
            days = np.sort(random.integers(0, plan.days, share)).tolist()
            for code, day in zip(kind, days, strict=True):
                name = kinds[code]
                amount = round(float(random.lognormal(3, 1)) * (1 if name != "Cash machine" else 0), 2) or 10.0 * int(
                    random.integers(1, 30)
                )
                paid_in = name in {"Faster payment"} and random.random() < 0.5
                if balance < -500 or random.random() < 0.05:
                    paid_in, amount = True, round(float(random.lognormal(6.5, 0.5)), 2)
                balance = round(balance + amount * (1 if paid_in else -1), 2)
                near = neighbours.get(person, [])
                known = name == "Faster payment" and near and random.random() < 0.7
                other = near[int(random.integers(0, len(near)))] if known else -1
                payees = lists["payees"]
                words = payees[int(random.integers(0, len(payees)))]
                sheet.add(
                    (
                        *account[person], register.name_of(person).upper(),
                        f"{register.moment(day * 1440):%d/%m/%Y}", name,
                        words if other < 0 else f"REF {words.upper()}", "" if paid_in else f"£{amount:,.2f}",
                        f"£{amount:,.2f}" if paid_in else "", f"{balance:,.2f}",
                        *((*account[other], register.name_of(other).upper()) if other in account else ("", "", "")),
                    )
                )  # fmt: skip
