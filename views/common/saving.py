"""Saving what pages show beside their tables: charts as pictures and the channel P&L as a workbook."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.exporting.saving import save_channel_pnl
from app.paths import safe_name
from app.queries.contribution import refuse_without_rates
from models.domain.period import Period
from views.common.chart import Chart
from views.common.dialogs import choose_save
from views.common.page import Page
from views.common.runner import Job
from views.common.theme import Tone

_KINDS = {"png": "Picture (*.png)", "svg": "Drawing (*.svg)"}


def offer_pictures(page: Page, chart: Chart) -> None:
    """Let the menu of a chart on a page save it, and the table it was drawn from."""
    chart.export_requested.connect(page.export_requested)
    chart.save_requested.connect(partial(_ask_picture, page, chart))


def ask_channel_pnl(page: Page, period: Period) -> None:
    """Ask for a file and save the channel P&L of a period to it, if there are figures for it."""

    def choose(_nothing: None) -> None:
        choose_save(
            page,
            page.desk.memory,
            title="Save the channel P&L",
            name=f"Channel P&L {period.label()}.xlsx",
            kinds=["Excel workbook (*.xlsx)"],
            then=partial(write_channel_pnl, page, period),
        )

    page.ask(partial(refuse_without_rates, period=period), choose, about="workbook", lost=page.fail)


def write_channel_pnl(page: Page, period: Period, path: Path) -> Job:
    """Write the workbook as a job, and say where it is."""
    job = page.runner.job(partial(save_channel_pnl, path=path, period=period), f"Save {path.name}")
    job.refused.connect(page.fail)
    job.done.connect(lambda _written: page.notice.say(f"The channel P&L is in **{path}**.", Tone.POSITIVE))
    return job


def _ask_picture(page: Page, chart: Chart, form: str) -> None:
    title = chart.data.title if chart.data is not None else "Chart"
    choose_save(
        page,
        page.desk.memory,
        title="Save the chart",
        name=f"{safe_name(title)}.{form}",
        kinds=[_KINDS[form]],
        then=partial(_save_picture, page, chart, form),
    )


def _save_picture(page: Page, chart: Chart, form: str, path: Path) -> None:
    try:
        if form == "png":
            chart.save_png(path)
        else:
            chart.save_svg(path)
    except OSError as error:
        page.notice.say(f"The chart was not saved ({error}). The ledger is unchanged. Choose another folder.")
    else:
        page.status.emit(f"The chart is in {path}")
