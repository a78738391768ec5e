"""A sweep and the GPU readings of a campaign that nobody measures here, step by step, up to the frontier.

SWEEP names a bundle, and PROFILES a directory with kernels.json, dcgm_correlation.json and ncu_kernels.json.
"""

import os

from campaign_steps import PREFIX, check, files_under

VERBS = ("import_roofline_sweep", "import_sol", "value_view")


def steps(step, config, lake, tools):
    check({PREFIX + verb for verb in VERBS} <= tools, "the tools are there: %s" % sorted(tools))
    sweep, profiles = os.environ["SWEEP"], os.environ["PROFILES"]
    made = step("campaign_init", {"config": config})["json"]
    name, directory = made["campaign_id"], made["campaign_dir"]
    roofline(step, name, directory, sweep)
    readings(step, name, directory, profiles)
    report(step, name)
    frontier(step, name, directory)
    return directory


def roofline(step, name, directory, sweep):
    take = {"campaign": name, "bundle": sweep}
    before = files_under(directory)
    dry = step("import_roofline_sweep", dict(take, dry_run=True))["json"]
    check((dry["status"], dry["cell_dirs"]) == ("dry_run", []), "a dry run computes and writes nothing")
    refused = step("import_roofline_sweep", dict(take, quant="Q4_K_M"), code=2)
    check("Q4_K_M" in refused["stderr"], "an unknown quant is refused by name")
    unknown = step("import_roofline_sweep", {"campaign": name, "bundle": directory}, code=2)
    check("decode_sweep.jsonl" in unknown["stderr"], "a directory without sweeps is refused")
    check(files_under(directory) == before, "none of them touched a file")

    taken = step("import_roofline_sweep", take)["json"]
    check((taken["status"], taken["decode_points"], taken["prefill_points"]) == ("full", 9, 4), "the sweep is taken")
    check(all(os.path.isfile(os.path.join(cell, "status.json")) for cell in taken["cell_dirs"]), "its cells are whole")
    before = files_under(directory)
    again = step("import_roofline_sweep", take)["json"]
    check(again["status"] == "unchanged", "the same bundle changes nothing")
    # The lock's file says who held it last.
    kept = {path: time for path, time in before.items() if "/cells/" in path and not path.endswith("/.lock")}
    check(kept.items() <= files_under(directory).items(), "not even a file of its cells")


def readings(step, name, directory, profiles):
    for file, levels in (("kernels.json", 1), ("ncu_kernels.json", 1), ("dcgm_correlation.json", 2)):
        take = {"campaign": name, "cell": "dense-decode", "file": os.path.join(profiles, file)}
        dry = step("import_sol", dict(take, dry_run=True))["json"]
        check(dry["outcome"] == "would_place", "a dry run of %s only looks" % file)
        placed = step("import_sol", take)["json"]
        check(placed["outcome"] == "placed" and placed["row_count"] >= levels, "%s is placed" % file)
        check(os.path.isfile(os.path.join(directory, placed["path"])), "and lies where the reply says")
        check(step("import_sol", take)["json"]["outcome"] == "unchanged", "the same file changes nothing")
    wrong = {"campaign": name, "cell": "dense-decode", "file": os.path.join(directory, "config.yaml")}
    refused = step("import_sol", wrong, code=2)
    check("config.yaml" in refused["stderr"], "a file that is none of the kinds is refused by name")


def report(step, name):
    made = step("report_render", {"campaign": name})["json"]["render_status"]
    pages = {"3", "4", "5", "6", "6b", "7"}
    check(pages <= set(made["rendered_pages"]), "every page of the readings is there, not %s" % made["rendered_pages"])
    check(made["dcgm_grounded"] is True, "the figures are grounded")


def frontier(step, name, directory):
    before = files_under(directory)
    view = step("value_view", {"limit": 5})["json"]
    check(view["campaign_count"] == 1 and not view["unreadable"], "the campaign is read")
    check(view["floor_count"] >= 1 and len(view["floors"]) <= 5, "its best points are floors")
    check([lever["rank"] for lever in view["levers"]] == list(range(1, len(view["levers"]) + 1)), "levers are ranked")
    check(all(lever["campaign_id"] == name for lever in view["levers"]), "each with its campaign")
    check(files_under(directory) == before, "looking writes nothing")
