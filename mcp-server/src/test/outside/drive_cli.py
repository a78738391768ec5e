"""Drives the verbs as a command line, a process a call, and holds each to what the tools promise."""

import json
import subprocess

from campaign_steps import PREFIX, arguments, check, drive


def main():
    command, config, campaigns, lake = arguments()
    listed = subprocess.run([command, "--help"], capture_output=True, text=True)
    check(listed.returncode == 0, "--help is an answer")
    tools = [PREFIX + line.split()[0] for line in listed.stdout.splitlines() if line.startswith("  ") and line.split()]

    def words(values):
        for name, value in values.items():
            flag = "--" + name.replace("_", "-")
            if value is True:
                yield flag
            else:
                yield from (flag, str(value))

    def call(tool, values):
        verb = tool.removeprefix(PREFIX)
        ended = subprocess.run([command, verb, *words(values), "--json"], capture_output=True, text=True)
        check("Exception" not in ended.stderr, "%s fails in words: %s" % (verb, ended.stderr[-2000:]))
        body = json.loads(ended.stdout) if ended.stdout.strip() else None
        envelope = {
            "tool": tool, "library": "", "verb": verb, "safety": "", "ack_required": False, "ack_field": None,
            "args": [], "returncode": ended.returncode, "stdout": ended.stdout, "stderr": ended.stderr, "json": body,
        }
        return envelope, ended.returncode != 0

    print("campaign", drive(call, config, campaigns, lake, tools))


main()
