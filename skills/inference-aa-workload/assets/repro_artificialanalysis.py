#!/usr/bin/env python3
"""Passes all its arguments on to bin/aa-workload, which measures the Artificial Analysis shapes on one endpoint.

The program is looked for in PERF_TUNE_REPORT_HOME, in the checkout that this file lies in, and on PATH.
"""

import os
import shutil
import sys

PROGRAM = "aa-workload"
INSTALL = """aa-workload is not installed. It is part of perf-tune-report and needs a JDK 25 and Maven:
  1. get a checkout of perf-tune-report and run bin/perftunereport --version in it, which builds it;
  2. set PERF_TUNE_REPORT_HOME to the checkout, or put its bin directory on PATH;
  3. call this again."""


def found():
    """Where the program lies, or None."""
    here = os.path.dirname(os.path.realpath(__file__))
    homes = [os.environ.get("PERF_TUNE_REPORT_HOME", ""), os.path.join(here, "..", "..", "..")]
    for home in homes:
        program = os.path.normpath(os.path.join(home, "bin", PROGRAM))
        if home and os.access(program, os.X_OK):
            return program
    return shutil.which(PROGRAM)


if __name__ == "__main__":
    program = found()
    if program is None:
        print(INSTALL, file=sys.stderr)
        sys.exit(2)
    os.execv(program, [program] + sys.argv[1:])
