"""What a program in Python would take instead: exchangelib reads the same list and the same messages into its objects, and that is all.

The first argument is the address of the canned backend. A line {"work": "list", "times": 10} on standard input is answered by a line on standard output.
"""
import json
import os
import sys

from exchangelib import IMPERSONATION, Account, Build, Configuration, Credentials, Version
from exchangelib.protocol import FailFast

LISTED = [
    "subject",
    "datetime_received",
    "size",
    "importance",
    "datetime_sent",
    "has_attachments",
    "author",
    "is_read",
]
FULL = [
    "subject",
    "body",
    "datetime_received",
    "importance",
    "has_attachments",
    "author",
    "to_recipients",
    "cc_recipients",
    "is_read",
]


def main():
    configuration = Configuration(
        service_endpoint=sys.argv[1],
        credentials=Credentials("gateway", "a password"),
        auth_type="basic",
        version=Version(build=Build(14, 2)),
        retry_policy=FailFast(),
    )
    account = Account(
        config=configuration,
        primary_smtp_address="alice@example.test",
        access_type=IMPERSONATION,
        autodiscover=False,
    )
    inbox = account.inbox
    works = {"list": LISTED, "full": FULL}
    for line in sys.stdin:
        asked = json.loads(line)
        for _ in range(asked["times"]):
            query = inbox.all().only(*works[asked["work"]])
            query.page_size = 50
            items = list(query[:50])
        shown = f"{len(items)} {items[-1].subject} {len(items[-1].body) if asked['work'] == 'full' else ''}"
        times = os.times()
        print(json.dumps({"shown": shown, "cpuMs": (times.user + times.system) * 1000}), flush=True)


main()
