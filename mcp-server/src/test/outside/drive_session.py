"""A session of 200 calls on the real process, 20 of them cancelled, with bad lines between; seeded.

usage: drive_session.py SERVER CONFIG CAMPAIGNS SEED; JCMD names jcmd, SLOW a model whose answers take long. Every call is
answered once, a cancelled one at most once, a bad line with an error or not at all; at the end the server is alive and
holds no more threads, files and memory than after its first fifty calls. Standard library only; memory is looked at on
Linux.
"""

import json
import os
import queue
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from campaign_steps import PREFIX, check

CALLS, CANCELLED, WARM = 200, 20, 50
IN_FLIGHT = 8
ROOM = 3 << 20  # bytes of live heap that may come and go


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen([command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.replies = Counter()
        self.results = {}
        self.errors_without_id = 0
        self.heard = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            message = json.loads(line)
            if "method" in message:
                if message["method"] == "notifications/progress":
                    self.heard.put(("progress", message["params"]["progressToken"]))
                continue
            if message.get("id") is None:
                check("error" in message, "a reply without an id is an error: %s" % message)
                self.errors_without_id += 1
                continue
            self.replies[message["id"]] += 1
            self.results[message["id"]] = message
            self.heard.put(("reply", message["id"]))
        self.heard.put(("end", None))

    def line(self, data):
        self.process.stdin.write(data + b"\n")
        self.process.stdin.flush()

    def send(self, **message):
        self.line(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def await_heard(self, wanted):
        while True:
            what = self.heard.get(timeout=60)
            check(what[0] != "end", "the server lives")
            if what == wanted:
                return

    def await_replies(self, ids, left=0):
        """Waits until no more than so many of the ids are unanswered."""
        while sum(1 for one in ids if not self.replies[one]) > left:
            check(self.heard.get(timeout=60)[0] != "end", "the server lives")


def call(tool, **arguments):
    return {"method": "tools/call", "params": {"name": PREFIX + tool, "arguments": arguments}}


def kinds(campaign, campaigns):
    """Requests of every kind, each with what its reply has to be."""
    place = {"campaigns_dir": campaigns}
    code = lambda wanted: lambda reply: reply["result"]["structuredContent"]["returncode"] == wanted
    return [
        ({"method": "ping"}, lambda reply: reply["result"] == {}),
        ({"method": "tools/list"}, lambda reply: len(reply["result"]["tools"]) > 5),
        ({"method": "no/such"}, lambda reply: reply["error"]["code"] == -32601),
        ({"method": "tools/call", "params": {"name": "no_such"}}, lambda reply: "error" in reply),
        (call("value_view", **place), code(0)),
        (call("cell_run", campaign=campaign, cell="aa-1k", engine="builtin", dry_run=True, **place), code(0)),
        (call("cell_run", campaign=campaign, cell="aa-1k", engine="builtin", **place), code(2)),
        (call("campaign_init", config="none.yaml", **place), code(2)),
        (call("atlas_aggregate", args=["--campaign", "nothing", "--campaigns-dir", campaigns]), code(2)),
        (call("compare", campaign=[campaign], **place), code(2)),
    ]


def bad_line(chance):
    return chance.choice(
        [
            bytes(chance.choice(range(32, 127)) for _ in range(chance.randrange(1, 200))),
            bytes(chance.choice([0, 7, 255, 128, 65]) for _ in range(20)),
            b"{",
            b"",
            b"[]",
            b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
            b'{"jsonrpc":"2.0","id":null,"method":"ping"}',
            b'{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}',
            b'{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"never"}}',
            b'{"jsonrpc":"2.0","id":"stray","result":{}}',
            b"[" * 5000,
            b'"' + b"x" * chance.randrange(5_000_000) + b'"',
        ]
    )


def held(process):
    """Live bytes of the heap, threads and open files."""
    words = [os.environ["JCMD"], str(process.pid), "GC.class_histogram"]
    lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    filler = sum(int(line.split()[2]) for line in lines if "FillerElement" in line)
    proc = Path("/proc") / str(process.pid)
    threads = int(re.search(r"Threads:\s*(\d+)", (proc / "status").read_text()).group(1))
    return int(lines[-1].split()[2]) - filler, threads, len(list((proc / "fd").iterdir()))


def settled(process):
    """The same once the runs that were cancelled have ended: when two looks agree. None off Linux."""
    if not sys.platform.startswith("linux"):
        return None
    before = held(process)
    for _ in range(60):
        time.sleep(0.5)
        now = held(process)
        if abs(now[0] - before[0]) < ROOM // 8 and now[1:] == before[1:]:
            return now
        before = now
    raise SystemExit("not so: the server comes to rest: %s" % (before,))


def many_cells(config, count):
    """The campaign file with so many cells more, for runs that do not wait for each other."""
    text = Path(config).read_text()
    mark = "  - cell_id: aa-1k\n"
    cell = text.split(mark)[1]
    more = "".join("  - cell_id: run-%d\n%s" % (number, cell) for number in range(count))
    Path(config).write_text(text + more)


def running(server, number, cell, campaign, campaigns):
    """Cancels a run that is under way: no reply may come of it."""
    values = {"campaign": campaign, "cell": cell, "engine": "builtin", "campaigns_dir": campaigns}
    values |= {"i_understand_this_submits_jobs": True, "served_model": os.environ["SLOW"]}
    request = call("cell_run", **values)
    request["params"]["_meta"] = {"progressToken": number}
    server.send(id=number, **request)
    server.await_heard(("progress", number))
    server.send(method="notifications/cancelled", params={"requestId": number, "reason": "enough"})


def session(server, chance, campaign, campaigns):
    cancelled = set(chance.sample(range(1, CALLS + 1), CANCELLED))
    known = kinds(campaign, campaigns)
    measuring = sorted(cancelled)[::2]
    asked, first = {}, None
    for number in range(1, CALLS + 1):
        for _ in range(chance.randrange(3) // 2):
            server.line(bad_line(chance))
        if number in measuring:
            running(server, number, "run-%d" % measuring.index(number), campaign, campaigns)
        else:
            request, wanted = chance.choice(known)
            server.send(id=number, **request)
            asked[number] = wanted
            if number in cancelled:
                server.send(method="notifications/cancelled", params={"requestId": number})
        server.await_replies(asked.keys() - cancelled, IN_FLIGHT)
        if number == WARM:
            server.await_replies(asked.keys() - cancelled)
            first = settled(server.process)
    server.await_replies(asked.keys() - cancelled)
    return asked, cancelled, measuring, first


def main():
    command, config, campaigns, seed = sys.argv[1:]
    chance = random.Random(int(seed))
    many_cells(config, CANCELLED // 2)
    server = Server(command)
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "session", "version": "1"}}
    server.send(id="hello", method="initialize", params=hello)
    server.await_replies(["hello"])
    server.send(method="notifications/initialized")
    server.send(id="made", **call("campaign_init", config=config, campaigns_dir=campaigns))
    server.await_replies(["made"])
    campaign = server.results["made"]["result"]["structuredContent"]["json"]["campaign_id"]

    asked, cancelled, measuring, first = session(server, chance, campaign, campaigns)
    server.send(id="alive", method="ping")
    server.await_replies(["alive"])
    for number, wanted in asked.items():
        if number in cancelled:
            check(server.replies[number] <= 1, "a cancelled call is answered at most once: %s" % number)
        else:
            check(server.replies[number] == 1, "call %s is answered once, not %s" % (number, server.replies[number]))
            check(wanted(server.results[number]), "call %s is answered well: %s" % (number, server.results[number]))
    check(not any(server.replies[number] for number in measuring), "no run that was cancelled is answered")
    check(server.errors_without_id > 10, "bad lines are answered: %s" % server.errors_without_id)
    check(set(server.replies) <= set(range(1, CALLS + 1)) | {"hello", "made", "alive"}, "nothing else is answered")

    last = settled(server.process)
    print("seed", seed, "bad lines answered", server.errors_without_id, "held after 50 and 200 calls", first, last)
    if first:
        check(last[0] <= first[0] + ROOM, "the heap is flat: %s, %s" % (first, last))
        check(last[1] <= first[1] + 4 and last[2] <= first[2] + 4, "threads and files are flat: %s, %s" % (first, last))
    server.process.stdin.close()
    check(server.process.wait(timeout=30) == 0, "the server ends with its input")


main()
