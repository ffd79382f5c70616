"""The menu bar, made from the commands; Alt with the first letter of a menu opens it, and F10 the first one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu

from views.common.icons import icon
from views.common.theme import Look
from views.window.command import Command, Needs


class Menus:
    """Puts every command into its menu; knows the actions by name."""

    def __init__(self, look: Look, window: QMainWindow, commands: Sequence[Command]) -> None:
        self._commands = {command.name: command for command in commands}
        self._menus: dict[str, QMenu] = {}
        self.actions: dict[str, QAction] = {}
        for command in commands:
            menu = self._menu(window, command.menu)
            if command.apart:
                menu.addSeparator()
            self.actions[command.name] = self._action(look, window, command)
            menu.addAction(self.actions[command.name])
        bar = window.menuBar()
        QShortcut(QKeySequence("F10"), window, lambda: bar.setActiveAction(bar.actions()[0]))

    def allow(self, there: Needs) -> None:
        """Let only those commands be chosen for which everything is there."""
        for name, action in self.actions.items():
            action.setEnabled(self._commands[name].needs <= there)

    def allowed(self) -> list[Command]:
        """List the commands that can be chosen."""
        return [command for name, command in self._commands.items() if self.actions[name].isEnabled()]

    def _menu(self, window: QMainWindow, path: str) -> QMenu:
        if path not in self._menus:
            parent, _, title = path.rpartition("/")
            holder = self._menu(window, parent) if parent else window.menuBar()
            self._menus[path] = holder.addMenu(title if parent else f"&{title}")
        return self._menus[path]

    def _action(self, look: Look, window: QMainWindow, command: Command) -> QAction:
        # A shortcut that a part of the page answers to stands in the menu after a tab, without being taken.
        words = command.words.replace("&", "&&")
        action = QAction(f"{words}\t{command.shown}" if command.shown else words, window)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        if command.icon:
            action.setIcon(icon(look, command.icon))
        if command.name in {"quit", "about", "preferences"}:
            action.setMenuRole(QAction.MenuRole.TextHeuristicRole)
        else:
            action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(lambda _checked: command.run())
        return action
