"""Spellings of one company's name agree, names of different companies don't; numbers and domains are told."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.evidence.matching.identifiers import check_digit, corporate_number, domain, parents
from kakehashi.evidence.matching.names import Name, read_name

ONE_NAME = (
    ("株式会社架橋商事", "架橋商事株式会社", "(株)架橋商事", "（株）架橋商事", "㈱架橋商事", "架橋商事㈱",
     "ｶ)架橋商事", "株式会社　架橋　商事", "架橋商事(ｶ", "㍿架橋商事"),
    ("Kakehashi Co., Ltd.", "KAKEHASHI CO.,LTD", "Ｋａｋｅｈａｓｈｉ　Ｃｏ．，　Ｌｔｄ．",
     "kakehashi inc", "Kakehashi K.K.", "Kakehashi Corporation", "株式会社Kakehashi"),
    ("有限会社髙澤", "㈲高沢", "高澤有限会社"),
    ("キヤノン株式会社", "キャノン(株)", "ｷﾔﾉﾝ㈱"),
    ("コンピューター総研株式会社", "コンピュ-タ-総研㈱", "ｺﾝﾋﾟｭｰﾀｰ総研(株)"),
    ("株式会社セブン‐イレブン・ジャパン", "セブンイレブンジャパン（株）", "株式会社ｾﾌﾞﾝ-ｲﾚﾌﾞﾝ･ｼﾞｬﾊﾟﾝ"),
    ("株式会社ヴィレッジ", "ウ゛ィレッジ㈱", "ｳﾞｨﾚｯｼﾞ(株)"),
    ("一般社団法人架橋協会", "(一社)架橋協会", "架橋協会（一社）"),
    ("医療法人社団架橋会", "医療法人架橋会", "(医)架橋会"),
    ("學校法人架橋學園", "学校法人架橋学園", "(学)架橋学園"),
    ("Kakehashi Pte. Ltd.", "KAKEHASHI PTE LTD"),
    ("Kakehashi Sdn. Bhd.", "kakehashi sdn bhd"),
    ("Kakehashi GmbH & Co. KG", "KAKEHASHI GMBH & CO KG"),
    ("架橋股份有限公司", "架橋 股份有限公司"),
    ("Smith & Sons Ltd.", "Smith and Sons Limited", "ＳＭＩＴＨ ＆ ＳＯＮＳ ＬＴＤ"),
)  # fmt: skip

DIFFERENT = (
    ("スーパー", "スーーーパー"),
    ("株式会社架橋", "有限会社架橋"),
    ("株式会社架橋", "合同会社架橋"),
    ("Kakehashi GmbH", "Kakehashi AG"),
    ("A&B", "AB"),
    ("架橋1", "架橋2"),
)

SITES = {
    "架橋商事株式会社 東京支店": "架橋商事",
    "架橋商事東京支店": "架橋商事",
    "(株)架橋商事 横浜市第一営業所": "架橋商事",
    "架橋商事株式会社情報システム部": "架橋商事",
    "架橋商事（大阪支社）": "架橋商事",
    "株式会社架橋商事 営業部": "架橋商事",
    "架橋商事名古屋工場": "架橋商事",
    "架橋商事㈱本社 / 営業部": "架橋商事",
    "Kakehashi Corp., Tokyo Branch": "kakehashi",
    "Kakehashi Inc. Head Office": "kakehashi",
    "Kakehashi Co., Ltd. Nagoya Works": "kakehashi",
    "Kakehashi Co., Ltd. Nagano Works": "kakehashi",
    "KAKEHASHI CO.,LTD. Tokyo Branch": "kakehashi",
    "Kakehashi Co., Ltd. R&D Center": "kakehashi",
    "Kakehashi Inc. Advanced Technology Laboratories": "kakehashi",
    "Kakehashi Corporation - Information Systems Dept.": "kakehashi",
    "Kakehashi GmbH Research Centre": "kakehashi",
    "Kakehashi Ltd (Osaka Office)": "kakehashi",
}

NAMES_OF_THEIR_OWN = (
    "スーーーパー", "大和工場", "株式会社ヤクルト本社", "ハウス食品グループ本社株式会社",
    "株式会社實業之日本社", "児玉本社株式会社", "株式会社柿安本店", "Box Office",
    "Garden Center", "Foo Research Institute",
    "Co Works", "Steel Works Ltd", "Nagoya Steel Works",
    "スリーエム　カンパニー",
    "株式会社東京支店",
    "Tobacco", "セブン銀行",
)  # fmt: skip


@pytest.mark.parametrize("spellings", ONE_NAME, ids=lambda each: each[0])
def test_spellings_of_one_name_agree(spellings: tuple[str, ...]) -> None:
    assert len({read_name(each).core for each in spellings}) == 1
    assert len({read_name(each).form for each in spellings}) == 1
    assert read_name(spellings[0]).form


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_differ_stay_apart(one: str, other: str) -> None:
    assert read_name(one)[:2] != read_name(other)[:2]


@pytest.mark.parametrize(("written", "trunk"), SITES.items())
def test_a_site_is_told_from_the_name(written: str, trunk: str) -> None:
    assert read_name(written).trunk == trunk


@pytest.mark.parametrize("written", NAMES_OF_THEIR_OWN)
def test_what_may_be_a_name_is_no_site(written: str) -> None:
    assert read_name(written).trunk == ""


def test_a_name_is_never_lost() -> None:
    assert read_name("スーーーパー") == Name("スーーーパー", "", "")
    assert read_name("株式会社").core == "株式会社"
    assert read_name("!!!").core == "!!!"
    assert read_name("") == Name("", "", "")


@given(st.text(max_size=12))
def test_any_text_can_be_a_name(written: str) -> None:
    name = read_name(written)
    assert bool(name.core) or not any(sign.isalnum() for sign in written)
    assert read_name(f" {written} ") == name


_cores = st.text(st.sampled_from("架橋商事田中ンーアカサabc12"), min_size=2, max_size=6).filter(
    lambda core: core[0] != "ー" and read_name(core).form == "" and read_name(core).trunk == ""
)


@given(
    _cores, st.sampled_from(["株式会社", "(株)", "㈱", "有限会社", "合同会社", "一般社団法人", "学校法人"])
)
def test_a_form_before_or_behind_or_missing_leaves_the_core(core: str, form: str) -> None:
    before, behind, missing = read_name(form + core), read_name(core + form), read_name(core)
    assert before == behind
    assert before.core == missing.core


def test_corporate_numbers_are_checked() -> None:
    assert corporate_number("7000012050002") == "7000012050002"  # the National Tax Agency's own
    assert corporate_number("Ｔ7000012050002") == "7000012050002"
    assert corporate_number("7-0000-1205-0002") == "7000012050002"
    assert corporate_number("7000012050003") is None
    assert corporate_number("7000012050020") is None
    assert corporate_number("700001205000") is None
    assert corporate_number("7.00001E+12") is None


@given(
    st.text(st.sampled_from("0123456789"), min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 8)
)
def test_one_wrong_digit_is_always_found_unless_it_is_nine_for_nought(
    body: str, place: int, more: int
) -> None:
    digits = [int(each) for each in body]
    digits[place] = (digits[place] + more) % 10
    wrong = "".join(map(str, digits))
    weight = 1 if (11 - place) % 2 == 0 else 2
    same = (digits[place] - int(body[place])) * weight % 9 == 0
    assert (check_digit(wrong) == check_digit(body)) == same


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("https://www.kakehashi.co.jp/company?x=1", "kakehashi.co.jp"),
        ("HTTP://Kakehashi.CO.JP:8080", "kakehashi.co.jp"),
        ("kakehashi.co.jp.", "kakehashi.co.jp"),
        ("a.b@mail.kakehashi.com", "mail.kakehashi.com"),
        ("https://架橋.jp/", "xn--8st45k.jp"),
        ("someone@gmail.com", None),
        ("https://kakehashi.wixsite.com/home", None),
        ("https://www.facebook.com/kakehashi", None),
        ("co.jp", None),
        ("kakehashi", None),
        ("192.168.0.1", None),
        ("", None),
        ("-", None),
    ],
)
def test_domains(written: str, found: str | None) -> None:
    if found is not None and found.startswith("xn--"):
        found = "架橋.jp".encode("idna").decode()
    assert domain(written) == found


def test_a_domain_lies_in_those_that_a_company_can_own() -> None:
    assert parents("a.b.kakehashi.co.jp") == ("b.kakehashi.co.jp", "kakehashi.co.jp")
    assert parents("kakehashi.com") == ()


def test_no_form_or_sign_stands_in_two_places() -> None:
    folder = files("kakehashi.evidence.matching")
    groups = json.loads(folder.joinpath("legal_forms.json").read_text("utf-8"))["groups"].values()
    for part in ("ends", "words"):
        every = [each for group in groups for each in group[part]]
        assert len(every) == len(set(every))
    signs = json.loads(folder.joinpath("same_signs.json").read_text("utf-8"))
    pairs = f"{signs['kanji']} {signs['kana']}".split()
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    assert len({pair[0] for pair in pairs}) == len(pairs)
    assert not {pair[1] for pair in pairs} & {pair[0] for pair in pairs}
