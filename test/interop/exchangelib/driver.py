"""Lets another process use exchangelib: a command a line on standard input, what came of it a line on standard output, both JSON.

{"do": "send", "as": "alice@example.test", "with": {"subject": "Tea"}} is answered by {"result": ...} or {"error": {"type": ..., "message": ...}},
one after the other. The first argument is how to reach the server, as `accounts.connect` wants it. The end of the input is the end of the process.
"""
import json
import sys

import changes
import meetings
import reading
import writing
from accounts import connect

COMMANDS = {**reading.COMMANDS, **writing.COMMANDS, **meetings.COMMANDS, **changes.COMMANDS}


def main():
    # Nothing but answers may be written where answers are read.
    answers, sys.stdout = sys.stdout, sys.stderr
    account_of = connect(json.loads(sys.argv[1]))
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            command = COMMANDS[asked["do"]]
            answer = {"result": command(account_of(asked["as"]), **asked["with"])}
        except Exception as error:
            answer = {"error": {"type": type(error).__name__, "message": str(error)}}
        print(json.dumps(answer), file=answers, flush=True)


main()
