"""What AIPerf's own models and loader read in exports: read_export.py ANSWER EXPORT..."""

import json
import sys
from pathlib import Path

from aiperf.common.models.export_models import JsonExportData, JsonMetricResult
from aiperf.common.models.record_models import MetricRecordInfo
from aiperf.plot.core.data_loader import DataLoader


def statistics(summary):
    found = {}
    for tag in list(type(summary).model_fields) + list(summary.model_extra or {}):
        metric = getattr(summary, tag)
        if isinstance(metric, dict) and "unit" in metric:
            metric = JsonMetricResult.model_validate(metric)
        if isinstance(metric, JsonMetricResult):
            for statistic, value in metric.model_dump(exclude_none=True).items():
                if statistic != "unit":
                    found[f"{tag}.{statistic}"] = value
    return found


def read(export):
    summary = JsonExportData.model_validate_json((export / "profile_export_aiperf.json").read_bytes())
    lines = (export / "profile_export.jsonl").read_bytes().splitlines()
    rows = [MetricRecordInfo.model_validate_json(line) for line in lines]
    good = [row for row in rows if row.error is None]
    run = DataLoader().load_run(export)
    assert len(run.requests) == len(rows), (len(run.requests), len(rows))
    assert run.metadata.request_count == len(rows) or run.metadata.request_count == len(good)
    means = {
        tag: sum(row.metrics[tag].value for row in good) / len(good)
        for tag in ("time_to_first_token", "inter_token_latency", "request_latency")
    }
    return {
        "statistics": statistics(summary),
        "rows": len(rows),
        "means_of_rows": means,
        "error_rows": [row.error.model_dump(mode="json") for row in rows if row.error is not None],
        "error_summary": [entry.model_dump(mode="json") for entry in summary.error_summary or []],
        "is_complete": summary.is_complete,
        "model": run.metadata.model,
        "concurrency": run.metadata.concurrency,
    }


answer, *exports = map(Path, sys.argv[1:])
answer.write_text(json.dumps({export.name: read(export) for export in exports}))
