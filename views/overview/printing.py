"""The one-page read to the printer, with a look at it first, or into a PDF file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, QMarginsF, QRectF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from app.paths import replace_file
from views.overview.sheet import Sheet

_MARGIN = 12.0  # millimetres
_DOTS = 300


def page_layout(locale: QLocale) -> QPageLayout:
    """Give one page across: Letter where inches are in use, A4 elsewhere."""
    inches = locale.measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize(QPageSize.PageSizeId.Letter if inches else QPageSize.PageSizeId.A4)
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    return QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)


def write_pdf(sheet: Sheet, path: Path) -> None:
    """Write the page as PDF; the old file stays whole if anything fails."""
    with replace_file(path) as partial:
        writer = QPdfWriter(str(partial))
        writer.setTitle(sheet.title)
        writer.setCreator("Channelbook")
        writer.setResolution(_DOTS)
        writer.setPageLayout(page_layout(sheet.text.locale))
        _draw(sheet, writer, writer.resolution())


class Preview(QPrintPreviewDialog):
    """Shows the page as it will be printed, and prints it."""

    def __init__(self, parent: QWidget, sheet: Sheet) -> None:
        # Qt does not keep the printer alive; a dialog whose printer is gone takes the program down.
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        super().__init__(self._printer, parent)
        self._printer.setDocName(sheet.title)
        self._printer.setPageLayout(page_layout(sheet.text.locale))
        self._sheet = sheet
        self.setWindowTitle("Print the channel read")
        self.resize(980, 760)
        self.paintRequested.connect(self._paint)
        self.finished.connect(self.deleteLater)

    def _paint(self, printer: QPrinter) -> None:
        _draw(self._sheet, printer, printer.resolution())


def preview(parent: QWidget, sheet: Sheet) -> Preview:
    """Open the page as it will be printed."""
    dialog = Preview(parent, sheet)
    dialog.open()
    return dialog


def _draw(sheet: Sheet, device: QPagedPaintDevice, dots: int) -> None:
    painter = QPainter(device)
    page = device.pageLayout().paintRectPixels(dots)
    # The device's own coordinates begin inside the margins.
    sheet.paint(painter, QRectF(0, 0, page.width(), page.height()))
    painter.end()
