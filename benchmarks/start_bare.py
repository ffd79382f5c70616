"""The least a window with a chart takes: PySide6 and one pyqtgraph plot, nothing else."""

from __future__ import annotations

import sys

import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.quiet import watch


def main(began: float) -> None:
    """Show one window with one plot until it is quiet."""
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1440, 900)
    plot = pg.PlotWidget()
    plot.plot([1, 2, 3, 4], [3, 1, 4, 1])
    window.setCentralWidget(plot)
    window.show()
    watch(began, lambda: True)
    application.exec()


if __name__ == "__main__":
    main(float(sys.argv[1]))
