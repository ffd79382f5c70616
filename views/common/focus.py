"""Where the keyboard is."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def has_focus_within(widget: QWidget) -> bool:
    """Say whether a widget or anything in it has the focus."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def in_tab_order(*widgets: QWidget) -> None:
    """Let Tab come to widgets as they stand, not as they were made; what takes no focus itself marks a place too.

    Qt brings only what comes later forward: the first one has to come before the others already.
    """
    for before, after in pairwise(widgets):
        kept = [(one, one.focusPolicy()) for one in (before, after)]
        for one, policy in kept:
            if policy == Qt.FocusPolicy.NoFocus:
                one.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt orders only what takes the focus
        QWidget.setTabOrder(before, after)
        for one, policy in kept:
            one.setFocusPolicy(policy)
