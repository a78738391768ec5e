"""aiperf plot, with each figure written as Plotly's JSON where a picture of it would be: only pictures take a browser.

plot_export.py EXPORT... --output DIR
"""

import sys
from pathlib import Path

from plotly.basedatatypes import BaseFigure


def write_figure(self, file, *_, **__):
    Path(file).write_text(self.to_json(), encoding="utf-8")


BaseFigure.write_image = write_figure

from aiperf.cli import app  # noqa: E402  (it imports the exporters)

if __name__ == "__main__":
    sys.argv = ["aiperf", "plot", *sys.argv[1:]]
    sys.exit(app())
