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
        writer.setTitle("Contribution by channel")
        writer.setCreator("Channelbook")
        writer.setResolution(_DOTS)
        writer.setPageLayout(page_layout(sheet.text.locale))
        _draw(sheet, writer, writer.resolution())


def preview(parent: QWidget, sheet: Sheet) -> QPrintPreviewDialog:
    """Show the page as it will be printed; the dialog prints it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Contribution by channel")
    printer.setPageLayout(page_layout(sheet.text.locale))
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setWindowTitle("Print the channel read")
    dialog.resize(980, 760)
    dialog.paintRequested.connect(lambda device: _draw(sheet, device, device.resolution()))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _draw(sheet: Sheet, device: QPagedPaintDevice, dots: int) -> None:
    painter = QPainter(device)
    page = device.pageLayout().paintRectPixels(dots)
    # The device's own coordinates begin inside the margins.
    sheet.paint(painter, QRectF(0, 0, page.width(), page.height()))
    painter.end()
