"""A whole campaign, step by step, over whatever client calls the tools; each step is checked as it is taken.

A driver gives call(tool, arguments) -> (envelope, is_error). The variable STEPS names another module of such steps.
Standard library only.
"""

import importlib
import json
import os
import sys

PREFIX = "perf_tune_report_"
TOOLS = {
    PREFIX + verb
    for verb in ("campaign_init", "cell_run", "atlas_aggregate", "report_render", "publish_to_lake")
}
ENVELOPE = {
    "tool", "library", "verb", "safety", "ack_required", "ack_field", "args", "returncode", "stdout", "stderr", "json",
}


def check(condition, what):
    if not condition:
        raise SystemExit("not so: " + what)


def files_under(folder):
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            found[path] = os.stat(path).st_mtime_ns
    return found


def drive(call, config, campaigns, lake, tools):
    """Takes the steps of the module that STEPS names, else those of this one, and returns the campaign's directory."""
    named = os.environ.get("STEPS")
    steps = importlib.import_module(named).steps if named else campaign
    return steps(stepper(call, campaigns), config, lake, set(tools))


def stepper(call, campaigns):
    """A function that calls a verb and checks its answer by the exit code that is expected of it."""

    def step(verb, arguments, code=0):
        envelope, is_error = call(PREFIX + verb, dict(arguments, campaigns_dir=campaigns))
        print("%s %s -> %s" % (verb, json.dumps(arguments), envelope.get("returncode")), flush=True)
        check(set(envelope) == ENVELOPE, "%s answers with the whole envelope, not %s" % (verb, sorted(envelope)))
        check(
            envelope["returncode"] == code,
            "%s returns %s: %s %s" % (verb, code, envelope["stdout"], envelope["stderr"]),
        )
        check(bool(is_error) == (code != 0), "%s is an error exactly when it returns non-zero" % verb)
        return envelope

    return step


def campaign(step, config, lake, tools):
    """A measured campaign, from its file to the lake."""
    check(TOOLS <= tools, "the tools are %s" % sorted(TOOLS))
    made = step("campaign_init", {"config": config})["json"]
    name, cell = made["campaign_id"], made["cells"][0]

    before = files_under(made["campaign_dir"])
    run = {"campaign": name, "cell": cell}
    dry = step("cell_run", dict(run, dry_run=True))
    check(dry["ack_required"] is False, "a dry run needs no acknowledgement")
    check(all("profile" in command for command in dry["json"]["commands"]), "the dry run names the exact commands")
    refused = step("cell_run", run, code=2)
    check(refused["ack_required"] is True, "the run needs the acknowledgement")
    check(refused["json"]["plan"]["requests"] > 0, "the refusal carries the plan")
    check(files_under(made["campaign_dir"]) == before, "neither touched a file")

    measured = step("cell_run", dict(run, i_understand_this_submits_jobs=True))["json"]
    check(measured["status"] == "full", "the cell is full")
    check(measured["commands"] == dry["json"]["commands"], "what ran is what the dry run said")
    again = step("cell_run", dict(run, i_understand_this_submits_jobs=True))["json"]
    check(again["plan"]["requests"] == 0, "a complete cell is not run again")
    check(again["points"] == measured["points"], "and keeps its figures")

    atlas = step("atlas_aggregate", {"campaign": name})["json"]
    check(atlas["row_count"] == len(measured["points"]), "every point is a row")
    check(atlas["coverage"]["full_sweeps"] == 1, "the coverage counts the cell")
    report = step("report_render", {"campaign": name})["json"]
    check(os.path.getsize(report["out_pdf"]) == report["size_bytes"], "the report is there")
    published = step("publish_to_lake", {"campaign": name, "lake": lake})["json"]
    check(
        [table["table"] for table in published["tables"]] == ["atlas_v1", "requests_v1", "sol_v1", "roofline_v1", "tpm_v1", "cost_v1", "campaign_v1"],
        "the tables are published, the commit last",
    )
    return made["campaign_dir"]


def arguments():
    """server, config, campaigns, lake: the driver's own arguments."""
    check(len(sys.argv) == 5, "usage: driver SERVER CONFIG CAMPAIGNS LAKE")
    return sys.argv[1:]
