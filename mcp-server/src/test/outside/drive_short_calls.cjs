// A whole campaign of three shapes by a client that gives each call a few seconds, less than any of its cells takes: each
// is started detached, asked after, and its answer fetched by the same call again.
//
// usage: node drive_short_calls.cjs SERVER CONFIG CAMPAIGNS LAKE; MODULES is the directory that holds node_modules, LIMIT_S
// the client's patience.
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");
const assert = require("node:assert");

const load = createRequire(path.join(process.env.MODULES, "none.js"));
const { Client } = load("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = load("@modelcontextprotocol/sdk/client/stdio.js");
const limit = Number(process.env.LIMIT_S);

async function main() {
  const [server, config, campaigns, lake] = process.argv.slice(2);
  const environment = { PERFTUNE_NO_BUILD: "1", PATH: process.env.PATH };
  const connect = async () => {
    const client = new Client({ name: "drive_short_calls", version: "1" });
    await client.connect(new StdioClientTransport({ command: server, env: environment }));
    return client;
  };
  let client = await connect();
  const call = async (verb, values, code = 0) => {
    const params = { name: "perf_tune_report_" + verb, arguments: { campaigns_dir: campaigns, ...values } };
    const result = await client.callTool(params, undefined, { timeout: limit * 1000 });
    const { returncode, stderr, json } = result.structuredContent;
    assert.strictEqual(returncode, code, verb + ": " + stderr);
    return json;
  };

  const made = await call("campaign_init", { config });
  const campaign = made.campaign_id;
  for (const cell of made.cells) {
    const run = { campaign, cell, i_understand_this_submits_jobs: true };
    const began = Date.now();
    const started = await call("cell_run", { ...run, detach: true });
    assert.strictEqual(started.run.state, "running");
    // The client goes away and comes back; the run goes on.
    await client.close();
    client = await connect();
    let seen;
    do {
      seen = (await call("run_status", { run: started.run.run_id, wait_s: Math.floor(limit / 2) })).runs[0];
    } while (seen.state === "running");
    const took = (Date.now() - began) / 1000;
    assert.strictEqual(seen.state, "done", JSON.stringify(seen));
    assert(took > limit, cell + " took longer than a call may: " + took);
    const measured = await call("cell_run", run);
    assert.strictEqual(measured.status, "full");
    assert.strictEqual(measured.plan.requests, 0, "nothing is measured twice");
    console.log(cell, "after", Math.round(took), "s by calls of at most", limit, "s");
  }
  const atlas = await call("atlas_aggregate", { campaign });
  assert.strictEqual(atlas.coverage.full_sweeps, made.cells.length);
  assert.strictEqual((await call("publish_to_lake", { campaign, lake, dry_run: true, no_strict: true })).campaign_id, campaign);
  await client.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
