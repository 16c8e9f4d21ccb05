"""A new plan: a starter, five questions, and where its file shall lie."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QWidget

from kakehashi import VERSION
from kakehashi.extension.starters import offered_starters, starter_named
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import LEVELS
from kakehashi.plan.in_currency import SIZES
from kakehashi.plan.item import new_id
from kakehashi.plan.months import shifted
from kakehashi.plan.new_plan import Answers, is_currency, new_plan, next_fiscal_year, read_goal
from kakehashi.surroundings import now
from kakehashi.ui.button import Button
from kakehashi.ui.combo import Combo
from kakehashi.ui.dialog import Dialog
from kakehashi.ui.labels import set_token, show
from kakehashi.ui.look import Look
from kakehashi.words import Message, PlanError, in_language, month

WIDTH = 560
_MONTHS = 18  # that a plan may begin in, from this month on


class NewPlanDialog(Dialog):
    """`made` gives the file of the new plan, and what is to be said of its amounts (a Message or None). What
    is wrong with an answer stands below it; nothing is made then."""

    made = Signal(Path, object)

    def __init__(self, look: Look, person: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(look, look.say("ui.new.title"), parent)
        self._person, self._folder = person, folder
        self.setFixedWidth(WIDTH)
        say = look.say
        self.starter = Combo(look)
        self._offered = offered_starters()
        for each in self._offered:
            self.starter.addItem(in_language(each.title, look.language), each.key)
        self._summary = self.add_field(say("ui.new.starter"), self.starter, " ")
        self.starter.currentIndexChanged.connect(self._show_summary)
        self.company = QLineEdit()
        self._company_hint = self.add_field(say("ui.new.company"), self.company)
        self.first_month = Combo(look)
        self._fill_months()
        self.currency = Combo(look)
        self.currency.setEditable(True)
        self.currency.addItems(sorted(SIZES, key=lambda each: (each != _currency(look.language), each)))
        self._currency_hint = self._two_fields()
        self.goal = QLineEdit()
        self._goal_hint = self.add_field(say("ui.new.goal"), self.goal, say("ui.new.goal_hint"))
        self.level = Combo(look)
        for level in ("", *LEVELS):
            self.level.addItem(say(f"choice.Maturity.level.{level or 'none'}"), level)
        self.add_field(say("ui.new.level"), self.level)
        self.file = QLineEdit()
        self._file_hint = self._file_field()
        self.company.textChanged.connect(self._suggest)
        self.first_month.currentIndexChanged.connect(self._suggest)
        self._typed_file = False
        self.file.textEdited.connect(self._keep_file)
        cancel = self.add_button(say("ui.cancel"))
        cancel.clicked.connect(self.reject)
        self.make = self.add_button(say("ui.new.create"), primary=True)
        self.make.clicked.connect(self._make)
        self._show_summary()
        self._suggest()
        self.set_main(self.company)

    def _fill_months(self) -> None:
        this = now()[:7]
        wanted = next_fiscal_year(now())
        months = [shifted(this, at) for at in range(-_MONTHS // 3, _MONTHS)]
        for each in months:
            self.first_month.addItem(month(each, self._look.language), each)
        self.first_month.setCurrentIndex(months.index(wanted))

    def _two_fields(self) -> QLabel:
        """First month and currency beside each other."""
        months, _ = self.field(self._look.say("ui.new.first_month"), self.first_month)
        currency, hint = self.field(self._look.say("ui.new.currency"), self.currency)
        self.add_row(months, currency)
        return hint

    def _file_field(self) -> QLabel:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        choose = Button(self._look, self._look.say("ui.choose"), parent=holder)
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_file)
        self.file.setFont(self._look.font(13))
        row.addWidget(self.file, 1)
        row.addWidget(choose)
        hint = self.add_field(self._look.say("ui.new.file"), holder)
        self.file.setAccessibleName(self._look.say("ui.new.file"))
        self.file.setMinimumHeight(self._look.scaled(28))
        return hint

    def _show_summary(self) -> None:
        starter = self._offered[self.starter.currentIndex()]
        self._summary.setText(in_language(starter.summary, self._look.language))

    def _suggest(self) -> None:
        """A file name of company and year, until the person has one of their own."""
        if self._typed_file:
            return
        year = str(self.first_month.currentData())[:4]
        company = "".join(each for each in self.company.text().strip() if each not in '\\/:*?"<>|')
        name = "-".join(filter(None, (company or self._look.say("ui.new.file_name"), year)))
        path = self._folder / f"{name}.kakehashi"
        self.file.setText(str(path))

    def _keep_file(self) -> None:
        self._typed_file = True

    def _choose_file(self) -> None:
        kinds = self._look.say("ui.file_kinds", pattern="*.kakehashi")
        chosen, _ = QFileDialog.getSaveFileName(self, self._look.say("ui.new.file"), self.file.text(), kinds)
        if chosen:
            self._typed_file = True
            self.file.setText(chosen)

    def _make(self) -> None:
        """Make the plan, or tell what is wrong with which answer."""
        for hint in (self._company_hint, self._currency_hint, self._file_hint):
            show(hint, False)
        self._tell(self._goal_hint, "ui.new.goal_hint", "text2")
        company = self.company.text().strip()
        currency = self.currency.currentText().strip().upper()
        if not company:
            self._refuse(self._company_hint, "ui.new.no_company", self.company)
            return
        if not is_currency(currency):
            self._refuse(self._currency_hint, "ui.new.no_currency", self.currency)
            return
        try:
            goal = read_goal(self.goal.text(), self._look.language)
        except PlanError:
            self._refuse(self._goal_hint, "ui.new.no_goal", self.goal)
            return
        answers = Answers(
            language="ja" if self._look.language == "ja" else "en",
            first_month=self.first_month.currentData(),
            company=company,
            currency=currency,
            goal=goal,
            level=self.level.currentData(),
        )
        self._create(answers)

    def _create(self, answers: Answers) -> None:
        path = Path(self.file.text().strip()).expanduser()
        path = path if path.suffix else path.with_suffix(".kakehashi")
        uuid = str(uuid4())
        try:
            items, said = new_plan(
                starter_named(self.starter.currentData()), answers, uuid=uuid, new_id=new_id
            )
            OpenPlan.create(path, uuid, items, person=self._person, clock=now, app_version=VERSION).close()
        except PlanError as error:
            self._refuse(self._file_hint, error.message, self.file)
            return
        self.accept()
        self.made.emit(path, said)

    def _refuse(self, hint: QLabel, message: str | Message, field: QWidget) -> None:
        self._tell(hint, message, "bad")
        field.setFocus()

    def _tell(self, hint: QLabel, message: str | Message, token: str) -> None:
        hint.setText(self._look.say(message))
        set_token(hint, self._look, token)
        show(hint, True)
        self._fit()

    def _fit(self) -> None:
        """As high as what is told needs."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(WIDTH, max(self.height(), layout.totalHeightForWidth(WIDTH)))


def _currency(language: str) -> str:
    return "JPY" if language == "ja" else "USD"
