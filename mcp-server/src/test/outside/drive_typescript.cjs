// Drives the server by a TypeScript client library: initialize, list, call, progress, cancel.
//
// usage: node drive_typescript.cjs SERVER CONFIG CAMPAIGNS; MODULES is the directory that holds node_modules, LIBRARY is
// sdk (@modelcontextprotocol/sdk 1) or client (@modelcontextprotocol/client 2), SLOW a model whose answers take long.
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");
const assert = require("node:assert");

const load = createRequire(path.join(process.env.MODULES, "none.js"));
const LIBRARIES = {
  sdk: () => ({
    Client: load("@modelcontextprotocol/sdk/client/index.js").Client,
    Transport: load("@modelcontextprotocol/sdk/client/stdio.js").StdioClientTransport,
    call: (client, params, options) => client.callTool(params, undefined, options),
  }),
  client: () => ({
    Client: load("@modelcontextprotocol/client").Client,
    Transport: load("@modelcontextprotocol/client/stdio").StdioClientTransport,
    call: (client, params, options) => client.callTool(params, options),
  }),
};

async function main() {
  const [server, config, campaigns] = process.argv.slice(2);
  const library = LIBRARIES[process.env.LIBRARY]();
  // The library hands its server few variables: no JAVA_HOME among them.
  const transport = new library.Transport({ command: server, env: { PERFTUNE_NO_BUILD: "1", PATH: process.env.PATH } });
  const client = new library.Client({ name: "drive_typescript", version: "1" });
  await client.connect(transport);
  const call = (verb, values, options) =>
    library.call(
      client,
      { name: "perf_tune_report_" + verb, arguments: { campaigns_dir: campaigns, ...values } },
      { timeout: 60000, resetTimeoutOnProgress: true, ...options },
    );

  const names = (await client.listTools()).tools.map((tool) => tool.name);
  assert(names.includes("perf_tune_report_cell_run"), "the tools are listed: " + names);

  const made = (await call("campaign_init", { config })).structuredContent.json;
  const run = { campaign: made.campaign_id, cell: "aa-1k", engine: "builtin" };
  const refused = await call("cell_run", run);
  assert(refused.isError && refused.structuredContent.returncode === 2, "without the acknowledgement it is refused");
  assert(refused.structuredContent.json.plan.requests > 0, "and shows its plan");

  const acknowledged = { ...run, i_understand_this_submits_jobs: true };
  const slow = (await call("campaign_init", { config, slug: "slow" })).structuredContent.json;
  await cancelled(call, { ...acknowledged, campaign: slow.campaign_id, served_model: process.env.SLOW });
  await client.ping();

  const told = [];
  const measured = await call("cell_run", acknowledged, { onprogress: (progress) => told.push(progress) });
  // A busy machine spoils the client's figures, and the reply says so; here it is the answer that counts.
  const { returncode, stderr, json } = measured.structuredContent;
  assert(["full", "partial", "failed"].includes(json.status) && json.points.length > 0, stderr);
  assert.strictEqual(Boolean(measured.isError), returncode !== 0);
  assert(told.length > 0 && told.every((one) => typeof one.message === "string"), "it told its progress");
  const rises = told.every((one, at) => at === 0 || one.progress > told[at - 1].progress);
  assert(rises, "progress never falls: " + JSON.stringify(told));

  await client.close();
  console.log("ok", names.length, "tools,", told.length, "notes of progress");
}

// Cancels a run as soon as it has told anything, which is while it measures.
async function cancelled(call, values) {
  const stop = new AbortController();
  let told = 0;
  const options = {
    signal: stop.signal,
    onprogress: () => {
      told += 1;
      stop.abort("enough");
    },
  };
  await assert.rejects(call("cell_run", values, options), (error) => /enough|abort/i.test(String(error)));
  assert(told > 0, "it was cancelled while it ran");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
