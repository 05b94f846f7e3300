"""How many queries each page and list may cost. A number that must rise is raised in query_budgets.json, in sight.

`QUERY_BUDGETS=write` writes the file anew, to be read before it is committed.
"""

import json
import os
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.architecture.routes import POSTED, address, api_lists, pages

BUDGETS = Path(__file__).parents[1] / "query_budgets.json"
MOST = 12


def test_every_page_and_list_stays_within_its_budget(browse, call, people):
    spent = {}
    browser, caller = browse("administrator"), call("officer")

    def cost(name, ask):
        ask()  # what a process does once is not counted, nor an owner's figures, kept until its estate changes
        with CaptureQueriesContext(connection) as queries:
            assert ask().status_code == 200, name
        spent[name] = len([each for each in queries if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    for name in pages():
        if name not in POSTED:
            cost(name, lambda name=name: browser.get(address(name)[0]))
    for plural, _ in api_lists():
        cost(f"api:{plural}", lambda plural=plural: caller.get(f"/api/v1/{plural}/"))
    cost("search?q", lambda: browser.get("/search/?q=london"))
    for name in list(spent):  # the record that `address` looks up is the test's own cost
        if name in pages():
            with CaptureQueriesContext(connection) as looked_up:
                address(name)
            spent[name] -= len(looked_up)
    if os.environ.get("QUERY_BUDGETS") == "write":
        BUDGETS.write_text(json.dumps(spent, indent=2, sort_keys=True) + "\n")
    budgets = json.loads(BUDGETS.read_text())
    over = {name: (count, budgets.get(name)) for name, count in spent.items() if name not in budgets or count > budgets[name]}
    assert not over, f"queries spent, allowed: {over}"
    assert set(budgets) == set(spent), "the file names what is no longer there"
    assert max(budgets.values()) <= MOST
