"""Companies, and leads that name them as people do, with the truth beside: seeded, so that figures can be compared.

Its spellings are its own, not read from the rules of the program, and part of them no exact step can undo: typing
errors, abbreviations, names in another script, places and signs that stand in no list, companies outside the
table with the same name or the mail domain of one inside. `reachable` says which rows say enough.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

KANA = "ア イ ウ エ オ カ キ ク コ サ シ ス セ ソ タ テ ト ナ ニ ノ ハ ヒ フ ヘ マ ミ ム メ モ ヤ ヨ ラ リ ル レ ロ ワ".split()
MORE_KANA = "キャ シュ ショ チャ ジョ リュ ティ ファ フィ フォ ヴィ ド デ ダ ガ グ ゴ ザ ジ ズ バ ビ ブ ボ パ ピ プ ポ".split()
FAMILY = (
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 清水 山崎 森 池田 橋本 阿部 "
    "石川 中島 前田 藤田 小川 後藤 岡田 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 藤原 松田 中川 中野 原田 "
    "小野 竹内 金子 和田 中山 石田 上田 森田 柴田 酒井 横山 宮崎 宮本 内田 高木 谷口 安藤 丸山 今井 大野 高田 菅原 河野 武田 杉山 "
    "千葉 村田 増田 小島 桜井 大塚 平野 岩崎 野口 松尾 菊地 野村 新井 渡部 佐野 古川 滝沢 浜田 広瀬 沢田 島田 関 国分 富士 富田 真田 "
    "曽根 黒沢 吉川 恵比寿 竜王 鉄川 万代 豊川 栄 寿 宝 実川 学校前 円山"
).split()
PLACE = "東京 大阪 日本 中央 関東 西日本 北陸 九州 東海 瀬戸内 信州 湘南 武蔵野 太平洋 新潟 長崎 富山 三河 遠州 常陸".split()
TRADE = (
    "商事 工業 製作所 電機 システム ソリューションズ テクノロジー 物流 運輸 建設 不動産 化学 薬品 食品 精機 金属 印刷 通信 情報サービス "
    "エンジニアリング コンサルティング ホールディングス 電子 産業 興業 ファーマ フーズ ロジスティクス デザイン 研究所 メディカル エナジー 紙業 "
    "硝子 繊維 自動車 住宅 開発 企画 出版 測器 油脂 製鋼 倉庫 警備 保険サービス リース ネットワークス データ"
).split()
LATIN = "ac al an ar ax bel bio cel cor cy da de den el en er ex fa fi fo ga ge ha hy in is jo ka ki la le li lo ma me mi mo na ne no nu on or pa pe pi pro qua ra re ri ro sa se si sol ta te ti to tra tri um uni va ve vi vo xi zen zo".split()  # noqa: E501
ENGLISH = "Systems Technologies Partners Holdings Logistics Foods Pharma Energy Robotics Media Networks Labs Industries Capital Design Software Motors Instruments".split()  # noqa: E501
JAPANESE_FORMS = (
    ("株式会社", 80),
    ("有限会社", 8),
    ("合同会社", 6),
    ("一般社団法人", 2),
    ("医療法人", 2),
    ("学校法人", 2),
)
LATIN_FORMS = (
    "Inc.",
    "Co., Ltd.",
    "Ltd.",
    "Corporation",
    "LLC",
    "GmbH",
    "AG",
    "B.V.",
    "Pte. Ltd.",
    "Sdn. Bhd.",
    "Oy",
)
SPELLED = {
    "株式会社": ("株式会社", "(株)", "（株）", "㈱", "株式会社 ", "(株) ", "ｶ)"),
    "有限会社": ("有限会社", "(有)", "㈲", "（有）"),
    "合同会社": ("合同会社", "(同)", "（同）", "合同会社　"),
    "一般社団法人": ("一般社団法人", "(一社)", "(社)"),
    "医療法人": ("医療法人", "(医)", "医療法人社団"),
    "学校法人": ("学校法人", "(学)"),
    "Inc.": ("Inc.", "Inc", ", Inc.", "INC", "Incorporated"),
    "Co., Ltd.": ("Co., Ltd.", "Co.,Ltd.", "CO.,LTD", "Co Ltd", "Company Limited"),
    "Ltd.": ("Ltd.", "Ltd", "LTD.", "Limited"),
    "Corporation": ("Corporation", "Corp.", "Corp", "CORPORATION"),
    "LLC": ("LLC", "L.L.C.", ", LLC"),
    "GmbH": ("GmbH", "GMBH", "Gmbh"),
    "AG": ("AG",),
    "B.V.": ("B.V.", "BV"),
    "Pte. Ltd.": ("Pte. Ltd.", "PTE LTD", "Pte Ltd"),
    "Sdn. Bhd.": ("Sdn. Bhd.", "SDN BHD"),
    "Oy": ("Oy", "OY"),
}
OLD = dict(
    zip(
        "沢高崎広浜島辺斎桜国竜滝真恵鉄関学円実万豊栄寿宝曽吉黒",
        "澤髙﨑廣濱嶋邊齋櫻國龍瀧眞惠鐵關學圓實萬豐榮壽寶曾𠮷黑",
        strict=True,
    )
)
STRANGE = {"富": "冨", "島": "嶌", "藤": "籐", "渡": "渉"}  # the first two are variants, the others mistaken
SITES = "東京支店 大阪支社 名古屋営業所 福岡事業所 本社 横浜工場 札幌オフィス 第一営業部 関西支社 神奈川営業所 東京本社 仙台出張所".split()
STRANGE_SITES = "みなとみらい拠点 幕張ベース 難波橋支店 R&Dセンター 資材調達グループ".split()
ENGLISH_SITES = ("Tokyo Branch", "Japan Office", "Osaka Branch Office", "Head Office")
FREE = (
    "gmail.com",
    "yahoo.co.jp",
    "outlook.jp",
    "icloud.com",
    "docomo.ne.jp",
    "nifty.com",
    "hotmail.com",
    "qq.com",
)
STRANGE_FREE = ("my-provider.example.ne.jp", "kobe-catv-net.ne.jp")
HALF = str.maketrans(
    {full: half for full, half in zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンャュョッーァィェォ",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝｬｭｮｯｰｧｨｪｫ", strict=True)}
    | {full: half for full, half in zip("ガギグゲゴザジズゼゾダデドバビブベボパピプペポヴ",
        ("ｶﾞ ｷﾞ ｸﾞ ｹﾞ ｺﾞ ｻﾞ ｼﾞ ｽﾞ ｾﾞ ｿﾞ ﾀﾞ ﾃﾞ ﾄﾞ ﾊﾞ ﾋﾞ ﾌﾞ ﾍﾞ ﾎﾞ ﾊﾟ ﾋﾟ ﾌﾟ ﾍﾟ ﾎﾟ ｳﾞ").split(), strict=True)}
)  # fmt: skip
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


class Company(NamedTuple):
    company_id: str
    core: str
    form: str
    before: bool  # where the form stands
    number: str
    domain: str

    @property
    def name(self) -> str:
        if self.form in LATIN_FORMS:
            return f"{self.core} {self.form}"
        return self.form + self.core if self.before else self.core + self.form


class Lead(NamedTuple):
    lead_id: str
    company_name: str
    corporate_number: str
    domain: str
    email: str
    truth: str  # a company_id, '' where the company is not in the table
    reachable: bool  # whether an exact step could find it


class Truth(NamedTuple):
    companies: list[Company]  # the table: a fifth has no number there, one in twenty no domain
    leads: list[Lead]


def number(rng: random.Random) -> str:
    """Thirteen digits with their check digit, worked out from the left here."""
    body = [rng.randrange(10) for _ in range(12)]
    weights = [2, 1] * 6
    return f"{9 - sum(a * b for a, b in zip(body, weights, strict=True)) % 9}{''.join(map(str, body))}"


def _core(rng: random.Random) -> tuple[str, bool]:
    """A name, and whether it is in Latin letters."""
    kind = rng.random()
    if kind < 0.25:
        word = "".join(rng.choices(LATIN, k=rng.choice((3, 3, 4)))).capitalize()
        return (f"{word} {rng.choice(ENGLISH)}" if rng.random() < 0.6 else word), True
    if kind < 0.65:
        sounds = [
            rng.choice(KANA if rng.random() < 0.75 else MORE_KANA) for _ in range(rng.choice((3, 4, 4, 5)))
        ]
        place = rng.randrange(1, len(sounds))
        sounds.insert(place, rng.choice(("ー", "ン", "", "")))
        return "".join(sounds) + (rng.choice(TRADE) if rng.random() < 0.7 else ""), False
    first = rng.choice(FAMILY)
    more = rng.choice(PLACE) if rng.random() < 0.5 else rng.choice(FAMILY)
    return rng.choice((first + more, more + first)) + rng.choice(TRADE), False


def company(rng: random.Random, company_id: str) -> Company:
    core, latin = _core(rng)
    if latin and rng.random() < 0.7:
        form = rng.choice(LATIN_FORMS)
    else:
        form = rng.choices([name for name, _ in JAPANESE_FORMS], [weight for _, weight in JAPANESE_FORMS])[0]
    host = (
        "".join(rng.choices(LATIN, k=4))
        + rng.choice(("", "", "-jp", "-hd"))
        + rng.choice((".co.jp", ".co.jp", ".com", ".jp"))
    )
    return Company(company_id, core, form, rng.random() < 0.6, number(rng), host)


def truth(companies: int, leads: int, seed: int) -> Truth:
    """So many companies in the table, a quarter as many outside it, and leads of both."""
    rng = random.Random(seed)
    inside = [company(rng, f"C{place}") for place in range(companies)]
    for _ in range(companies // 200):  # groups under one domain
        one, other = rng.randrange(companies), rng.randrange(companies)
        inside[one] = inside[one]._replace(domain=inside[other].domain)
    outside = [company(rng, "") for _ in range(companies // 4)]
    for place in range(0, len(outside), 100):  # a subsidiary that mails from the domain of its parent
        outside[place] = outside[place]._replace(domain=rng.choice(inside).domain)
    bearers: dict[str, int] = {}
    hosts: dict[str, int] = {}
    table = [
        each._replace(number=each.number if place % 5 else "", domain=each.domain if place % 20 else "")
        for place, each in enumerate(inside)
    ]
    for each in table:
        bearers[each.core] = bearers.get(each.core, 0) + 1
        hosts[each.domain] = hosts.get(each.domain, 0) + 1
    made = []
    for place in range(leads):
        chosen = rng.choice(inside) if rng.random() < 0.8 else rng.choice(outside)
        made.append(
            _lead(rng, f"L{place}", chosen, bearers.get(chosen.core) == 1, hosts.get(chosen.domain) == 1)
        )
    return Truth(table, made)


def _lead(rng: random.Random, lead_id: str, chosen: Company, own_name: bool, own_domain: bool) -> Lead:
    given = chosen.number if rng.random() < 0.05 else ""
    web = chosen.domain if rng.random() < 0.2 else ""
    kind = rng.random()
    if kind < 0.62:
        mail = f"u{rng.randrange(10**6)}@{'mail.' if rng.random() < 0.05 else ''}{chosen.domain}"
    elif kind < 0.9:
        mail = f"u{rng.randrange(10**6)}@{rng.choice(FREE if rng.random() < 0.97 else STRANGE_FREE)}"
    else:
        mail = ""
    written, plain = spelled(rng, chosen)
    known = (
        (bool(given) and int(chosen.company_id[1:] or 0) % 5 > 0)
        or (own_domain and (bool(web) or kind < 0.62))
        or (plain and own_name)
    )
    if web and rng.random() < 0.5:
        web = rng.choice(("https://www.{}/", "http://{}/company/index.html", "WWW.{}", "{}/ja")).format(web)
    if given and rng.random() < 0.3:
        given = rng.choice(
            (given.translate(WIDE), "T" + given, f"{given[0]}-{given[1:5]}-{given[5:9]}-{given[9:]}")
        )
    return Lead(lead_id, written, given, web, mail, chosen.company_id, known and bool(chosen.company_id))


def spelled(rng: random.Random, one: Company) -> tuple[str, bool]:
    """The name as somebody writes it, and whether all of it can be undone."""
    core, plain = one.core, True
    if rng.random() < 0.05:
        core, plain = rng.choice(HARD)(rng, core)
    if rng.random() < 0.15:
        core = "".join(OLD.get(sign, sign) if rng.random() < 0.7 else sign for sign in core)
    name = _with_form(rng, core, one)
    if rng.random() < 0.08:
        if rng.random() < 0.08:
            name, plain = name + rng.choice(("", " ")) + rng.choice(STRANGE_SITES), False
        elif core.isascii():
            name += rng.choice((", ", " ")) + rng.choice(ENGLISH_SITES)
        else:
            name += rng.choice(("", " ", "　")) + rng.choice(SITES)
    return _dressed(rng, name), plain


def _with_form(rng: random.Random, core: str, one: Company) -> str:
    if rng.random() < 0.3:
        return core
    form = rng.choice(SPELLED[one.form])
    if form == "ｶ)":
        return form + core
    if one.form in LATIN_FORMS:
        return core + form if form.startswith(",") else f"{core} {form}"
    before = one.before if rng.random() < 0.9 else not one.before
    return form + core if before else core + rng.choice(("", "", " ")) + form.strip()


def _dressed(rng: random.Random, name: str) -> str:
    kind = rng.random()
    if kind < 0.08:
        return name.translate(HALF)
    if kind < 0.18:
        return name.translate(WIDE)
    if kind < 0.24:
        return name.upper()
    if kind < 0.28:
        return f" {name}　"
    if kind < 0.31 and "ー" in name:
        return name.replace("ー", rng.choice("-−‐ｰ"))
    return name


def _typed_wrong(rng: random.Random, core: str) -> tuple[str, bool]:
    place = rng.randrange(len(core))
    kind = rng.random()
    if kind < 0.4:
        return core[:place] + core[place + 1 :] or core + core, False
    if kind < 0.7 and place + 1 < len(core) and core[place] != core[place + 1]:
        return core[:place] + core[place + 1] + core[place] + core[place + 2 :], False
    return core[:place] + rng.choice("アのx一部") + core[place:], False


def _abbreviated(rng: random.Random, core: str) -> tuple[str, bool]:
    return core[: max(2, len(core) // 2)], False


def _another_script(rng: random.Random, core: str) -> tuple[str, bool]:
    return "".join(rng.choices(LATIN, k=4)).capitalize(), False


def _strange_sign(rng: random.Random, core: str) -> tuple[str, bool]:
    changed = "".join(STRANGE.get(sign, sign) for sign in core)
    return (changed, changed == core)


HARD: tuple[Callable[[random.Random, str], tuple[str, bool]], ...] = (
    _typed_wrong, _typed_wrong, _typed_wrong, _abbreviated, _another_script, _strange_sign,
)  # fmt: skip


class Score(NamedTuple):
    """`precision` of the matches, `recall` of the leads whose company is in the table, `reachable` share of them."""

    precision: float
    recall: float
    reachable: float


def score(made: Truth, matched: dict[str, str]) -> Score:
    right = sum(1 for lead in made.leads if lead.truth and matched.get(lead.lead_id) == lead.truth)
    there = [lead for lead in made.leads if lead.truth]
    return Score(
        right / max(len(matched), 1),
        right / len(there),
        sum(1 for lead in there if lead.reachable) / len(there),
    )
