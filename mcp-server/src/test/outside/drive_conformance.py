"""Runs the conformance suite of MCP against the server, through the bridge from HTTP.

usage: drive_conformance.py SERVER; the variable CONFORMANCE names the suite's command line. Standard library only.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from campaign_steps import check

# Scenario -> the capability that a server declares where it applies; None: always.
FITTING = {
    "server-initialize": None,
    "ping": None,
    "tools-list": None,
    "logging-set-level": "logging",
    "resources-list": "resources",
    "prompts-list": "prompts",
    # Three requests at once in one session; the streams are the bridge's, the answers the server's.
    "server-sse-multiple-streams": None,
}
FIXTURE = "asks for a tool, a prompt or a resource that only a server made for the suite has"
NOT_FITTING = {
    "tools-call-simple-text": FIXTURE,
    "tools-call-image": FIXTURE,
    "tools-call-audio": FIXTURE,
    "tools-call-embedded-resource": FIXTURE,
    "tools-call-mixed-content": FIXTURE,
    "tools-call-with-logging": FIXTURE,
    "tools-call-error": FIXTURE,
    "tools-call-with-progress": FIXTURE,
    "tools-call-sampling": FIXTURE,
    "tools-call-elicitation": FIXTURE,
    "json-schema-2020-12": FIXTURE,
    "elicitation-sep1034-defaults": FIXTURE,
    "elicitation-sep1330-enums": FIXTURE,
    "completion-complete": FIXTURE,
    "resources-read-text": FIXTURE,
    "resources-read-binary": FIXTURE,
    "resources-templates-read": FIXTURE,
    "resources-subscribe": FIXTURE,
    "resources-unsubscribe": FIXTURE,
    "prompts-get-simple": FIXTURE,
    "prompts-get-with-args": FIXTURE,
    "prompts-get-embedded-resource": FIXTURE,
    "prompts-get-with-image": FIXTURE,
    "server-sse-polling": "is about resuming a stream of HTTP",
    "dns-rebinding-protection": "is about the headers of HTTP",
}


def capabilities(url):
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "suite", "version": "1"}}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}).encode()
    with urllib.request.urlopen(urllib.request.Request(url, body), timeout=60) as answer:
        data = [line for line in answer.read().decode().splitlines() if line.startswith("data: ")]
    return json.loads(data[-1][6:])["result"]["capabilities"]


def run(suite, url, scenario):
    with tempfile.TemporaryDirectory() as out:
        command = suite + ["server", "--url", url, "--scenario", scenario, "--verbose", "-o", out]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
        checks = [check for file in Path(out).rglob("checks.json") for check in json.loads(file.read_text())]
    return scenario, ended, checks


def main():
    suite = shlex.split(os.environ["CONFORMANCE"])
    listed = subprocess.run(suite + ["list", "--server"], capture_output=True, text=True, check=True).stdout
    scenarios = re.findall(r"^\s*- (\S+) \[", listed, re.M)
    check(sorted(scenarios) == sorted([*FITTING, *NOT_FITTING]), "every scenario is known: %s" % scenarios)
    bridge = subprocess.Popen(
        [sys.executable, "-B", str(Path(__file__).with_name("http_bridge.py")), sys.argv[1]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        url = bridge.stdout.readline().strip()
        declared = capabilities(url)
        fitting = [name for name, needs in FITTING.items() if needs is None or needs in declared]
        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(lambda name: run(suite, url, name), fitting))
        for scenario, ended, checks in results:
            states = [one["status"] for one in checks]
            print("%s: %s" % (scenario, ", ".join(states)))
            check(ended.returncode == 0, "%s passes: %s%s" % (scenario, ended.stdout, ended.stderr))
            check(states and set(states) <= {"SUCCESS", "INFO"}, "%s succeeds: %s" % (scenario, checks))
    finally:
        bridge.stdin.close()
        bridge.wait(timeout=60)
    for scenario, needs in FITTING.items():
        if scenario not in fitting:
            print("%s: not run, the server does not declare %s" % (scenario, needs))
    for reason in sorted(set(NOT_FITTING.values())):
        names = [scenario for scenario, why in NOT_FITTING.items() if why == reason]
        print("not run, because each %s: %s" % (reason, ", ".join(names)))


main()
