"""Write a made-up company's exports: opportunities.csv, leads.csv and spend.csv, the same bytes for a seed.

    python installers/sample_crm.py FOLDER [SEED]

24 months up to March 2027, as a Japanese Salesforce writes them, with rows as dirty as real ones. Companies,
people and addresses are invented. Every row was drawn from one funnel (`RATES`, `MONTHS_BETWEEN`), so that
what a finding reads out of the files can be held against what went in.
"""

from __future__ import annotations

import csv
import io
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple, TypeVar

FIRST, LAST, NEVER = date(2025, 4, 1), date(2027, 3, 31), date.max
RATES = {"follow": 0.25, "opportunity": 0.20, "valid": 0.50, "won": 0.25}
MONTHS_BETWEEN = {"follow": 0.05, "opportunity": 2.0, "valid": 1.0, "won": 3.0}
DEAL_VALUE, SPREAD = 6_200_000, 0.5  # mean, and the standard deviation of its logarithm
LEADS = 4_000
OWN_DEALS, OWN_SOURCES = 700, ("営業開拓", "代理店", "既存顧客の紹介")  # found without a lead
DAYS_A_MONTH = 30.4

# source: its share of leads, and how many of them are followed, against the mean
SOURCES = {
    "展示会": (0.20, 0.85),
    "ウェビナー": (0.22, 1.0),
    "資料ダウンロード": (0.34, 0.85),
    "Web広告": (0.10, 0.95),
    "比較サイト": (0.05, 1.25),
    "問い合わせ": (0.07, 1.9),
    "紹介": (0.02, 2.0),
}
SHOWS = {5: 1.5, 6: 8.0, 9: 3.0, 11: 8.0}  # calendar months with trade shows, against 0.1 in the others
LEADS_BY_MONTH = (
    0.88,
    1.0,
    0.94,
    0.84,
    0.78,
    1.53,
    0.88,
    0.66,
    1.09,
    1.03,
    1.63,
    0.75,
)  # January to December
DEALS_BY_MONTH = (0.9, 1.0, 1.1, 1.0, 1.0, 1.1, 1.0, 0.8, 1.1, 1.0, 1.0, 0.9)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STEMS = _words(
    "ミカヅキ アサモヤ ユキワリ ソヨカゼ ツユクサ イナホリ カゼマチ ヒヨドリ アメツチ サザナミ ホタルビ"
    " ヤマボウシ ミズナラ クロツグミ ナナカマド オオルリ 月見坂 風待 朝霧沢 雪割 花筏 星見ヶ丘 水無川 夕凪台"
)
TRADES = _words(
    "精工 食品 物流 電機 システムズ 商会 建設 製薬 化成 印刷 設備 ソフト 不動産 人材 計装 工務店 青果 繊維"
)
FORMS = {  # legal form as it is written, and how common it is
    ("株式会社", "(株)", "（株）", "㈱"): 0.84,
    ("有限会社", "(有)", "㈲"): 0.07,
    ("合同会社", "(同)"): 0.06,
    ("一般社団法人",): 0.03,
}
FAMILY = _words(
    "佐伯:saeki 髙橋:takahashi 三浦:miura 川端:kawabata 大野:ono 田所:tadokoro 山﨑:yamazaki 村井:murai"
    " 早川:hayakawa 小野寺:onodera 藤代:fujishiro 宮原:miyahara 白石:shiraishi 渡邊:watanabe 岸本:kishimoto"
)
GIVEN = _words(
    "健:ken 彩:aya 直樹:naoki 沙織:saori 翔:sho 美咲:misaki 隆:takashi 恵美:emi 亮:ryo 里奈:rina 誠:makoto"
)
DEPARTMENTS = (*_words("情報システム部 総務部 経営企画部 業務改革推進室 営業企画部 経理部 製造部"), "")
TITLES = (*_words("部長 課長 係長 主任 担当 取締役 室長"), "")
OWNERS = ("田村 隆", "岸本 里奈", "大谷 恭介", "藤井 真由", "中西 悠")
SUBJECTS = _words("新規導入 部門導入 全社展開 試用後の本契約 既存システムの置き換え")
REASONS = _words("価格 競合に決定 予算が取れず延期 社内の決裁が下りず 機能が不足 時期が合わない 音信不通")
BEFORE_VALID, AFTER_VALID, WON, LOST = "ヒアリング", ("提案中", "見積提出", "交渉中"), "受注", "失注"

OPPORTUNITY_HEADER = _words(
    "商談ID 商談名 取引先名 フェーズ 金額 作成日 有効化日 完了予定日 リードソース 失注理由 所有者"
)
LEAD_HEADER = _words(
    "リードID 会社名 氏名 メール 部署 役職 リードソース リード状況 作成日 フォロー開始日 商談ID"
)
SPEND_HEADER = _words("年月 キャンペーン 予算区分 支払先 金額")
ID, PHASE, AMOUNT, CREATED = map(OPPORTUNITY_HEADER.index, _words("商談ID フェーズ 金額 作成日"))
SOURCE, STATUS, MADE = map(LEAD_HEADER.index, _words("リードソース リード状況 作成日"))
MONTH, SPENT = map(SPEND_HEADER.index, _words("年月 金額"))

PROMOTION, OUTSOURCING, PRODUCTION, IT = _words("広告宣伝・販売促進 外注・業務委託 制作 ITインフラ")
BY_SHOW = {5: 1_500_000, 6: 2_600_000, 9: 800_000, 10: 1_600_000, 11: 3_000_000}
BOOTHS = {5: 600_000, 6: 300_000, 10: 500_000, 11: 400_000}
REPORTS = {4: 300_000, 8: 450_000, 10: 450_000, 1: 350_000}
# campaign, budget category, paid to, money by calendar month (one number: every month)
SPEND: tuple[tuple[str, str, str, int | Mapping[int, int]], ...] = (
    ("展示会", PROMOTION, "展示会事務局", BY_SHOW),
    ("検索広告", PROMOTION, "リンデン広告社", 560_000),
    ("比較サイト", PROMOTION, "比較ナビ運営事務局", 230_000),
    ("ウェビナー", PROMOTION, "共催各社", 220_000),
    ("ユーザー会", PROMOTION, "会場運営", {1: 200_000, 2: 1_100_000}),
    ("インサイドセールス代行", OUTSOURCING, "ナギ・コンタクト", 480_000),
    ("広告運用代行", OUTSOURCING, "リンデン広告社", 280_000),
    ("導入事例", PRODUCTION, "スタジオ・ミチ", 350_000),
    ("展示会ブース", PRODUCTION, "スタジオ・ミチ", BOOTHS),
    ("調査レポート", PRODUCTION, "調査会社", REPORTS),
    ("MAツール", IT, "MAベンダー", 240_000),
    ("SFA", IT, "SFAベンダー", 190_000),
)

T = TypeVar("T")
Row = list[str]


class Dice:
    """Chance from one stream of `random()`, the only part of the module that is the same in every Python."""

    def __init__(self, seed: int) -> None:
        self.roll = random.Random(seed).random
        self.drawn: Counter[str] = Counter()

    def evenly(self, of: str) -> float:
        """From 0 to 1, filled evenly (golden ratio) by each sort: few of them have the mean of many."""
        self.drawn[of] += 1
        return self.drawn[of] * 0.6180339887 % 1

    def of(self, choices: Sequence[T]) -> T:
        return choices[int(self.roll() * len(choices))]

    def weighted(self, choices: Mapping[T, float]) -> T:
        left = self.roll() * sum(choices.values())
        for choice, weight in choices.items():
            left -= weight
            if left < 0:
                return choice
        return choice

    def later(self, day: date, step: str) -> date:
        """A day after the wait for this step: the sum of two exponential ones (most soon, few very late)."""
        waits = -math.log(1 - self.roll()) - math.log(1 - self.roll())
        return day + timedelta(days=int(waits / 2 * MONTHS_BETWEEN[step] * DAYS_A_MONTH + 0.5))

    def around(self, mean: float, spread: float, of: str) -> float:
        """Lognormal with this mean."""
        normal = NormalDist().inv_cdf(self.evenly(of))
        return mean * math.exp(spread * normal - spread * spread / 2)

    def day(self, by_month: Sequence[float]) -> date:
        """A working day between first and last, more of them in busy months."""
        while True:
            found = FIRST + timedelta(days=int(self.roll() * ((LAST - FIRST).days + 1)))
            if found.weekday() < 5 and self.roll() < by_month[found.month - 1] / max(by_month):
                return found


class Company(NamedTuple):
    """A made-up company; every export writes its legal form as somebody typed it."""

    core: str
    forms: tuple[str, ...]
    before: bool
    domain: str

    def written(self, dice: Dice) -> str:
        form = dice.of(self.forms) if dice.roll() < 0.4 else self.forms[0]
        gap = dice.weighted({"": 0.9, " ": 0.07, "\u3000": 0.03})
        return f"{form}{gap}{self.core}" if self.before else f"{self.core}{gap}{form}"


def companies(dice: Dice) -> list[Company]:
    """All of them, in a fixed order."""
    found: list[Company] = []
    for stem in STEMS:
        for trade in TRADES:
            forms = dice.weighted(FORMS)
            association = forms == ("一般社団法人",)
            core = f"{stem}{trade}協会" if association else f"{stem}{trade}"
            domain = f"c{len(found) + 1:03d}.example.co.jp"
            found.append(Company(core, forms, association or dice.roll() < 0.6, domain))
    return found


def salesforce_id(prefix: str, number: int) -> str:
    """An id as Salesforce makes it: 15 letters and digits, upper and lower case differ."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    number += 40_000
    tail = "".join(signs[number // 62**place % 62] for place in (3, 2, 1, 0))
    return f"{prefix}5h00000Q{tail}"


def _written(day: date) -> str:
    return day.strftime("%Y/%m/%d") if day <= LAST else ""


def _opportunity(dice: Dice, number: int, company: Company, source: str, created: date) -> Row:
    """One deal on its way: valid or dropped, won or lost, or still open on the last day."""
    valid_on = dice.later(created, "valid")
    ended = dice.later(valid_on, "won")
    phase, reason = BEFORE_VALID, ""
    if valid_on <= LAST and dice.evenly("valid") >= RATES["valid"]:
        phase, ended, valid_on = LOST, valid_on, NEVER
    elif ended <= LAST:
        phase = WON if dice.evenly("won") < RATES["won"] else LOST
    elif valid_on <= LAST:
        phase = dice.of(AFTER_VALID)
    if phase == LOST and dice.roll() < 0.92:
        reason = dice.of(REASONS)
    if ended > LAST:  # still open: somebody hopes for a day
        ended = LAST + timedelta(days=15 + int(dice.roll() * 120))
    amount = round(dice.around(DEAL_VALUE, SPREAD, phase) / 50_000) * 50_000
    return [
        salesforce_id("006", number),
        f"{company.core} {dice.of(SUBJECTS)}",
        company.written(dice),
        phase,
        "" if phase == BEFORE_VALID and dice.roll() < 0.4 else f"¥{amount:,}",
        _written(created),
        _written(valid_on),
        ended.strftime("%Y/%m/%d"),
        source,
        reason,
        dice.of(OWNERS),
    ]


def _source(dice: Dice, created: date) -> str:
    shares = {name: share for name, (share, _) in SOURCES.items()}
    shares["展示会"] *= SHOWS.get(created.month, 0.1)
    return dice.weighted(shares)


def _lead(dice: Dice, number: int, company: Company, created: date) -> tuple[Row, date | None]:
    """One person: followed or not, became a deal (on which day) or not, or still open on the last day."""
    source = _source(dice, created)
    follow_on = dice.later(created, "follow")
    deal_on = dice.later(follow_on, "opportunity")
    status = "未対応"
    if follow_on <= LAST and dice.evenly("follow") >= RATES["follow"] * SOURCES[source][1]:
        status, follow_on = "対象外", NEVER
    elif deal_on <= LAST:
        status = "商談化" if dice.evenly("opportunity") < RATES["opportunity"] else "差し戻し"
    elif follow_on <= LAST:
        status = "フォロー中"
    family, roman_family = dice.of(FAMILY).split(":")
    given, roman_given = dice.of(GIVEN).split(":")
    row = [
        salesforce_id("00Q", number),
        company.written(dice),
        f"{family} {given}",
        f"{roman_given}.{roman_family}{number % 97}@{company.domain}",
        dice.of(DEPARTMENTS),
        dice.of(TITLES),
        source,
        status,
        _written(created),
        _written(follow_on),
        "",
    ]
    return row, deal_on if status == "商談化" else None


def _people_and_deals(dice: Dice) -> tuple[list[Row], list[Row]]:
    """Leads and opportunities, each by the day it was made."""
    firms = companies(dice)
    leads: list[Row] = []
    deals: list[Row] = []
    for created in sorted(dice.day(DEALS_BY_MONTH) for _ in range(OWN_DEALS)):
        deals.append(_opportunity(dice, len(deals), dice.of(firms), dice.of(OWN_SOURCES), created))
    for number, created in enumerate(sorted(dice.day(LEADS_BY_MONTH) for _ in range(LEADS))):
        company = dice.of(firms)
        lead, deal_on = _lead(dice, number, company, created)
        if deal_on is not None:
            deals.append(_opportunity(dice, len(deals), company, lead[SOURCE], deal_on))
            lead[-1] = deals[-1][0]
        leads.append(lead)
    deals.sort(key=lambda row: (row[CREATED], row[0]))
    return leads, deals


def _spend(dice: Dice) -> list[Row]:
    rows = []
    month = FIRST
    while month <= LAST:
        for campaign, category, paid_to, money in SPEND:
            plan = money if isinstance(money, int) else money.get(month.month, 0)
            if plan:
                spent = round(dice.around(plan, 0.06, campaign) / 1000) * 1000
                rows.append([month.strftime("%Y/%m"), campaign, category, paid_to, f"{spent:,}"])
        month = (month + timedelta(days=31)).replace(day=1)
    return rows


# Dirt ------------------------------------------------------------------------------------------------


class Dirt(NamedTuple):
    """One sort of dirt: in how many rows, and what becomes of such a row (it may become two)."""

    reason: str
    many: int
    spoil: Callable[[Row], list[Row]]


def _cell(at: int, text: str) -> Callable[[Row], list[Row]]:
    return lambda row: [[*row[:at], text, *row[at + 1 :]]]


def _torn(row: Row) -> list[Row]:
    """A comma in a name that nobody quoted."""
    return [[row[0], row[1][:4], row[1][4:], *row[2:]]]


def _again(at: int, text: str) -> Callable[[Row], list[Row]]:
    """The row, and once more with the same id as it was at an earlier export."""
    return lambda row: [row, [*row[:at], text, *row[at + 1 :]]]


DIRT: Mapping[str, tuple[Dirt, ...]] = {
    "opportunities": (
        Dirt("missing_id", 4, _cell(ID, "")),
        Dirt("impossible_date", 6, _cell(CREATED, "2026/02/30")),
        Dirt("amount_is_text", 5, _cell(AMOUNT, "別途見積")),
        Dirt("ragged", 3, _torn),
        Dirt("repeated_id", 4, _again(PHASE, BEFORE_VALID)),
        Dirt("empty_date", 8, _cell(CREATED, "")),
    ),
    "leads": (
        Dirt("missing_id", 7, _cell(ID, "")),
        Dirt("impossible_date", 9, _cell(MADE, "2026/02/30")),
        Dirt("ragged", 4, _torn),
        Dirt("repeated_id", 6, _again(STATUS, "未対応")),
        Dirt("empty_date", 11, _cell(MADE, "")),
    ),
    "spend": (
        Dirt("impossible_month", 2, _cell(MONTH, "2026/13")),
        Dirt("amount_is_text", 3, _cell(SPENT, "未確定")),
        Dirt("missing_month", 1, _cell(MONTH, "")),
    ),
}


def _soiled(dice: Dice, rows: list[Row], dirt: Sequence[Dirt]) -> list[Row]:
    """The rows with the dirt among them; no row is spoilt twice, and no won deal, so that these count."""
    spoilt: dict[int, Dirt] = {}
    for each in dirt:
        wanted = len(spoilt) + each.many
        while len(spoilt) < wanted:
            at = int(dice.roll() * len(rows))
            if WON not in rows[at]:
                spoilt.setdefault(at, each)
    return [
        row for at, clean in enumerate(rows) for row in (spoilt[at].spoil(clean) if at in spoilt else [clean])
    ]


def _bytes(header: Sequence[str], rows: list[Row], encoding: str) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([list(header), *rows])
    return file.getvalue().encode(encoding)


def write_crm(folder: Path, seed: int = 20270401) -> dict[str, int]:
    """Write the three files into the folder; give their numbers of rows and of each sort of dirt in them.

    'opportunities' is the number of data rows, 'opportunities.ragged' how many of them are ragged, and so on;
    'opportunities.won' and '.won_amount' are exact whatever is set aside, because no won deal is dirty.
    """
    dice = Dice(seed)
    leads, deals = _people_and_deals(dice)
    tables = {
        "opportunities": (OPPORTUNITY_HEADER, deals, "utf-8-sig"),
        "leads": (LEAD_HEADER, leads, "cp932"),
        "spend": (SPEND_HEADER, _spend(dice), "utf-8-sig"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for name, (header, rows, encoding) in tables.items():
        soiled = _soiled(dice, rows, DIRT[name])
        (folder / f"{name}.csv").write_bytes(_bytes(header, soiled, encoding))
        counts[name] = len(soiled)
        counts |= {f"{name}.{each.reason}": each.many for each in DIRT[name]}
    won = [int(row[AMOUNT].lstrip("¥").replace(",", "")) for row in deals if row[PHASE] == WON]
    return counts | {"opportunities.won": len(won), "opportunities.won_amount": sum(won)}


if __name__ == "__main__":
    for name, many in write_crm(Path(sys.argv[1]), *map(int, sys.argv[2:3])).items():
        print(f"{name}: {many:,}")
