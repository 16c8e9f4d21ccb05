-- How cells of the strict text table are read: macros for one connection. x is a cell, '' and blanks count
-- as nothing. What can't be read becomes NULL; whether the cell was filled tells 'unreadable' from 'empty'.
-- A macro repeats its arguments: give it columns of an inner query, not other macros.

CREATE OR REPLACE TEMP MACRO cell(x) AS
    nullif(trim(x, ' ' || chr(9) || chr(10) || chr(160) || chr(12288)), '');

-- Whether a cell may have blanks to take off, told from its first and last character; and a cell that has none.
CREATE OR REPLACE TEMP MACRO padded(x) AS
    ord(x) IN (9, 10, 32, 160, 12288) OR x[-1] IN (chr(9), chr(10), ' ', chr(160), chr(12288));

CREATE OR REPLACE TEMP MACRO filled(x) AS nullif(x, '');

-- Full-width digits and signs made plain, blanks at the ends off. Files in CP932 hold the yen sign as a backslash.
CREATE OR REPLACE TEMP MACRO narrow(x) AS
    cell(translate(x, '０１２３４５６７８９／－．，：（）＋￥＄％−\', '0123456789/-.,:()+¥$%-¥'));

-- Dates. t: a time of day may follow, with a zone; the date is taken as written, in that zone.
CREATE OR REPLACE TEMP MACRO time_tail() AS
    '(?:[T ]\s*(?:午前|午後)?\s*\d{1,2}[:時]\d{2}分?(?::?\d{2}(?:[.,]\d+)?秒?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|JST|[+-]\d{2}:?\d{2})?)?';

CREATE OR REPLACE TEMP MACRO date_form(x) AS CASE
    WHEN x IS NULL THEN NULL
    WHEN regexp_full_match(x, '\d{4}[-/.]\d{1,2}[-/.]\d{1,2}' || time_tail()) THEN 'ymd'
    WHEN regexp_full_match(x, '(?:19|20)\d{6}') THEN 'compact'
    WHEN regexp_full_match(x, '\d{4}年\s*\d{1,2}月\s*\d{1,2}日(?:\s*\(.\))?' || time_tail()) THEN 'ymd'
    WHEN regexp_full_match(x, '(?:明治|大正|昭和|平成|令和|[MTSHRmtshr])\s*(?:\d{1,2}|元)\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}日?' || time_tail()) THEN 'era'
    WHEN regexp_full_match(x, '\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})' || time_tail()) THEN 'two'
    WHEN regexp_full_match(x, '(?i)\d{1,2}[- ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[-, ]+\d{4}' || time_tail()) THEN 'day_name'
    WHEN regexp_full_match(x, '(?i)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*\d{1,2},?\s+\d{4}' || time_tail()) THEN 'name_day'
    WHEN regexp_full_match(x, '\d{4}[-/.]\d{1,2}|\d{4}年\s*\d{1,2}月度?') THEN 'month'
    WHEN regexp_full_match(x, '(?:19|20)\d{2}(?:0[1-9]|1[0-2])') THEN 'compact_month'
    WHEN regexp_full_match(x, '(?i)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[- ]+\d{4}') THEN 'name_month'
    WHEN regexp_full_match(x, '[1-9]\d{4}(?:\.\d+)?') THEN 'serial'
    WHEN regexp_full_match(x, '1\d{12}') THEN 'epoch'
END;

-- Forms that name a month and no day.
CREATE OR REPLACE TEMP MACRO only_month(form) AS form IN ('month', 'compact_month', 'name_month');

CREATE OR REPLACE TEMP MACRO month_number(x) AS
    CAST((strpos('janfebmaraprmayjunjulaugsepoctnovdec', lower(left(x, 3))) + 2) // 3 AS VARCHAR);

CREATE OR REPLACE TEMP MACRO era_year(x) AS CASE
    WHEN regexp_matches(x, '^(?:明治|[Mm])') THEN 1867
    WHEN regexp_matches(x, '^(?:大正|[Tt])') THEN 1911
    WHEN regexp_matches(x, '^(?:昭和|[Ss])') THEN 1925
    WHEN regexp_matches(x, '^(?:平成|[Hh])') THEN 1988
    ELSE 2018
END;

-- The written date as year-month-day; day_first says how 4/5/2026 is meant.
CREATE OR REPLACE TEMP MACRO iso_text(x, form, day_first) AS CASE form
    WHEN 'ymd' THEN regexp_replace(x, '^(\d{4})\D+(\d{1,2})\D+(\d{1,2}).*$', '\1-\2-\3')
    WHEN 'compact' THEN regexp_replace(x, '^(\d{4})(\d{2})(\d{2})$', '\1-\2-\3')
    WHEN 'era' THEN
        CAST(era_year(x) + CAST(replace(regexp_extract(x, '^\D*?\s*(\d{1,2}|元)', 1), '元', '1') AS INTEGER) AS VARCHAR)
        || regexp_replace(x, '^\D*?\s*(?:\d{1,2}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2}).*$', '-\1-\2')
    WHEN 'two' THEN
        CASE
            WHEN regexp_matches(x, '^\d{1,2}\D\d{1,2}\D\d{4}') THEN ''
            WHEN regexp_matches(x, '^\d{1,2}\D\d{1,2}\D[7-9]') THEN '19'
            ELSE '20'
        END
        || regexp_extract(x, '^\d{1,2}\D\d{1,2}\D(\d{4}|\d{2})', 1)
        || CASE WHEN day_first
            THEN regexp_replace(x, '^(\d{1,2})\D(\d{1,2}).*$', '-\2-\1')
            ELSE regexp_replace(x, '^(\d{1,2})\D(\d{1,2}).*$', '-\1-\2') END
    WHEN 'day_name' THEN
        regexp_extract(x, '(\d{4})', 1) || '-' || month_number(regexp_extract(x, '([A-Za-z]{3})', 1))
        || '-' || regexp_extract(x, '^(\d{1,2})', 1)
    WHEN 'name_day' THEN
        regexp_extract(x, '(\d{4})', 1) || '-' || month_number(x) || '-' || regexp_extract(x, '(\d{1,2})', 1)
    WHEN 'month' THEN regexp_replace(x, '^(\d{4})\D+(\d{1,2})\D*$', '\1-\2-1')
    WHEN 'compact_month' THEN left(x, 4) || '-' || right(x, 2) || '-1'
    -- Days of a spreadsheet counted from 1900; those from 1904 are 1462 days later. Milliseconds are of UTC.
    WHEN 'serial' THEN CAST(DATE '1899-12-30' + CAST(left(x, 5) AS INTEGER) AS VARCHAR)
    WHEN 'epoch' THEN CAST(DATE '1970-01-01' + CAST(CAST(x AS BIGINT) // 86400000 AS INTEGER) AS VARCHAR)
    WHEN 'name_month' THEN regexp_extract(x, '(\d{4})', 1) || '-' || month_number(x) || '-1'
END;

-- A year that no business date has is a mistake or a placeholder, not a date.
CREATE OR REPLACE TEMP MACRO likely_date(d) AS
    CASE WHEN d BETWEEN DATE '1900-01-01' AND DATE '2199-12-31' THEN d END;

-- d: the written date, already cast.
CREATE OR REPLACE TEMP MACRO read_date(d, form) AS
    CASE WHEN NOT only_month(form) THEN likely_date(d) END;

CREATE OR REPLACE TEMP MACRO read_month(d) AS CAST(date_trunc('month', likely_date(d)) AS DATE);

-- A column that holds nothing but 2026-04-01, with or without a time behind it.
CREATE OR REPLACE TEMP MACRO plain_date(x) AS
    CASE WHEN strlen(x) = 10 THEN likely_date(TRY_CAST(x AS DATE))
        WHEN substr(x, 11, 1) IN (' ', 'T') THEN likely_date(TRY_CAST(substr(x, 1, 10) AS DATE)) END;

-- Numbers.
CREATE OR REPLACE TEMP MACRO plain_number(x) AS
    CASE WHEN NOT contains(x, '_') THEN TRY_CAST(x AS DECIMAL(38, 10)) END;

-- Comma and point changed round, for columns that write 1.200,50.
CREATE OR REPLACE TEMP MACRO swapped(x) AS translate(x, ',.', '.,');

CREATE OR REPLACE TEMP MACRO currency_mark() AS
    '(?:US\$|NT\$|HK\$|A\$|C\$|S\$|[¥$€£₩]|JPY|USD|EUR|GBP|TWD|HKD|CNY|RMB|KRW|AUD|CAD|SGD|CHF|INR|THB|VND)';

CREATE OR REPLACE TEMP MACRO written_number(x) AS regexp_full_match(
    x,
    '(?i)[-+▲△(]?\s*' || currency_mark() || '?\s*[-+▲△]?\s*'
    || '(?:(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?兆)?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?億)?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?万)?(?:\d{1,3}(?:,\d{3})+|\d+)?'
    || '|(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:百万|千|\s*(?:k|thousand|m|mn|mio[.,]?|million|b|bn|mrd[.,]?|billion))?|\.\d+)'
    || '\s*(?:円|元|' || currency_mark() || ')?\s*\)?-?'
) AND regexp_matches(x, '\d');

-- 0 where x has no such part; NULL where it is too long for a number.
CREATE OR REPLACE TEMP MACRO number_part(x, pattern) AS
    CASE WHEN regexp_extract(x, pattern, 1) = '' THEN 0
        ELSE TRY_CAST(replace(regexp_extract(x, pattern, 1), ',', '') AS DECIMAL(24, 6)) END;

-- No business figure is as large; below this, millions of rows can be added up.
CREATE OR REPLACE TEMP MACRO likely_number(n) AS
    CASE WHEN abs(n) < CAST(10000000000000000000000 AS DECIMAL(38, 10)) THEN n END;

CREATE OR REPLACE TEMP MACRO read_number(x) AS CASE
    WHEN plain_number(x) IS NOT NULL THEN plain_number(x)
    WHEN written_number(x) THEN TRY_CAST(
        CASE WHEN regexp_matches(x, '[-▲△(]') THEN -1 ELSE 1 END
        * CASE
            WHEN contains(x, '百万') THEN number_part(x, '([\d,.]+)百万') * 1000000
            WHEN regexp_matches(x, '[兆億万]') THEN
                number_part(x, '([\d,.]+)兆') * 1000000000000
                + number_part(x, '([\d,.]+)億') * 100000000
                + number_part(x, '([\d,.]+)万') * 10000
                + number_part(x, '[兆億万]([\d,]+)[^\d兆億万]*$')
            WHEN contains(x, '千') THEN number_part(x, '([\d,.]+)千') * 1000
            WHEN regexp_matches(x, '(?i)\d\s*(?:k\b|thousand)') THEN number_part(x, '([\d,.]+)') * 1000
            WHEN regexp_matches(x, '(?i)\d\s*(?:mrd|b)') THEN number_part(x, '([\d,.]+)') * 1000000000
            WHEN regexp_matches(x, '(?i)\d\s*m') THEN number_part(x, '([\d,.]+)') * 1000000
            ELSE number_part(x, '([\d,.]+)')
        END AS DECIMAL(38, 10))
END;

-- The currency that a cell names; '$' and '元' are those of several countries and come back as they are.
CREATE OR REPLACE TEMP MACRO named_currency(x) AS CASE
    WHEN x IS NULL OR NOT regexp_matches(x, '(?i)[$€£¥₩円元]|[A-Z]{3}') THEN NULL
    WHEN regexp_matches(x, '(?i)JPY|¥|円') THEN 'JPY'
    WHEN contains(x, '€') THEN 'EUR'
    WHEN contains(x, '£') THEN 'GBP'
    WHEN contains(x, '₩') THEN 'KRW'
    WHEN regexp_matches(x, '(?i)US\$') THEN 'USD'
    WHEN regexp_matches(x, '(?i)NT\$') THEN 'TWD'
    WHEN regexp_matches(x, '(?i)HK\$') THEN 'HKD'
    WHEN regexp_matches(x, '(?i)A\$') THEN 'AUD'
    WHEN regexp_matches(x, '(?i)C\$') THEN 'CAD'
    WHEN regexp_matches(x, '(?i)S\$') THEN 'SGD'
    WHEN regexp_matches(x, '(?i)RMB') THEN 'CNY'
    WHEN regexp_matches(x, '(?i)USD|EUR|GBP|TWD|HKD|CNY|KRW|AUD|CAD|SGD|CHF|INR|THB|VND') THEN
        upper(regexp_extract(x, '(?i)(USD|EUR|GBP|TWD|HKD|CNY|KRW|AUD|CAD|SGD|CHF|INR|THB|VND)', 1))
    WHEN contains(x, '$') THEN '$'
    WHEN contains(x, '元') THEN '元'
END;

CREATE OR REPLACE TEMP MACRO whole(n) AS CASE WHEN TRY_CAST(n AS BIGINT) = n THEN TRY_CAST(n AS BIGINT) END;

-- Yes and no.
CREATE OR REPLACE TEMP MACRO read_flag(x) AS CASE
    WHEN lower(narrow(x)) IN ('1', '1.0', 'true', 'yes', 'y', 't', 'x', 'on', 'はい', '○', '〇', '◯', '◎', '✓', '✔', '☑', '有', '有り', 'あり', '済', '済み', '可', '対象', '同意') THEN true
    WHEN lower(narrow(x)) IN ('0', '0.0', 'false', 'no', 'n', 'f', 'off', 'いいえ', '×', '✗', '☐', '無', '無し', 'なし', '未', '否', '不可', '対象外', '不同意') THEN false
END;
