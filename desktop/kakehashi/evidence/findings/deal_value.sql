-- The value of won deals by currency: how many, their sum, and the smallest amounts that at least a tenth and
-- nine tenths of them do not exceed. New business only, where the kind is known.
WITH won AS (
    SELECT
        currency,
        amount,
        ROW_NUMBER() OVER (PARTITION BY currency ORDER BY amount) AS place,
        COUNT(*) OVER (PARTITION BY currency) AS deals
    FROM opportunity
    WHERE outcome = 'won' AND amount IS NOT NULL AND (kind IS NULL OR kind = 'new')
)

SELECT
    currency,
    COUNT(*) AS deals,
    SUM(amount) AS total,
    MIN(CASE WHEN place * 10 >= deals THEN amount END) AS p10,
    MIN(CASE WHEN place * 10 >= deals * 9 THEN amount END) AS p90
FROM won
GROUP BY currency
