"""Drives the server by the MCP Inspector's command line, a process a call; the variable INSPECTOR names it."""

import json
import os
import shlex
import subprocess

from campaign_steps import arguments, check, drive


def main():
    command, config, campaigns, lake = arguments()
    inspector = shlex.split(os.environ["INSPECTOR"]) + ["--cli", command]
    # The inspector hands its server few variables.
    for name in ("AIPERF_BIN", "PERFTUNE_NO_BUILD"):
        if name in os.environ:
            inspector += ["-e", "%s=%s" % (name, os.environ[name])]

    def inspect(*words):
        ended = subprocess.run(inspector + list(words), capture_output=True, text=True)
        return ended.returncode, ended.stdout, ended.stderr

    def listed(*words):
        code, out, err = inspect("--method", "tools/list", *words)
        check(code == 0, "tools/list %s is clean: %s %s" % (" ".join(words), out[-2000:], err[-2000:]))
        return json.loads(out)

    listed("--strict")
    tools = [tool["name"] for tool in listed()["tools"]]

    def call(tool, values):
        words = ["--method", "tools/call", "--tool-name", tool]
        for name, value in values.items():
            words += ["--tool-arg", "%s=%s" % (name, value if isinstance(value, str) else json.dumps(value))]
        code, out, err = inspect(*words)
        check(out.strip(), "%s is answered: exit %s, %s" % (tool, code, err[-2000:]))
        result = json.loads(out)
        return result["structuredContent"], result.get("isError", False)

    print("campaign", drive(call, config, campaigns, lake, tools))


main()
