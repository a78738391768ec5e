"""Makes the views of docs/lake.md for a lake in Spark and prints the rows of each query, as JSON lines.

usage: spark_lake.py LAKE VIEWS QUERIES, the last two files with statements that end in a semicolon."""

import json
import re
import sys

from pyspark.sql import SparkSession


def statements(path):
    with open(path, encoding="utf-8") as file:
        return [part for part in re.split(r";\s*\n", file.read()) if part.strip()]


def main(lake, views, queries):
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    for view in statements(views):
        spark.sql(view.replace("'lake/", "'" + lake + "/"))
    for query in statements(queries):
        rows = [[None if cell is None else str(cell) for cell in row] for row in spark.sql(query).collect()]
        print("ANSWER " + json.dumps(rows))


main(*sys.argv[1:])
