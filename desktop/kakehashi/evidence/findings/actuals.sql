-- What happened in each month: leads, follow leads, opportunities, valid ones, won deals, their value, spend.
-- A month is a number: year * 12 + month. New business only, where the kind is known.
-- One row = what, currency (of money), month_number, entries (rows behind it) and value.
WITH event AS (
    SELECT
        'lead' AS what,
        CAST(NULL AS VARCHAR) AS currency,
        EXTRACT(YEAR FROM created_on) * 12 + EXTRACT(MONTH FROM created_on) AS month_number,
        CAST(1 AS DECIMAL(38, 10)) AS value
    FROM lead
    UNION ALL
    SELECT
        'follow' AS what,
        CAST(NULL AS VARCHAR) AS currency,
        EXTRACT(YEAR FROM COALESCE(handed_on, accepted_on)) * 12
        + EXTRACT(MONTH FROM COALESCE(handed_on, accepted_on)) AS month_number,
        CAST(1 AS DECIMAL(38, 10)) AS value
    FROM lead
    UNION ALL
    SELECT
        'opportunity' AS what,
        CAST(NULL AS VARCHAR) AS currency,
        EXTRACT(YEAR FROM created_on) * 12 + EXTRACT(MONTH FROM created_on) AS month_number,
        CAST(1 AS DECIMAL(38, 10)) AS value
    FROM opportunity
    WHERE kind IS NULL OR kind = 'new'
    UNION ALL
    SELECT
        'valid' AS what,
        CAST(NULL AS VARCHAR) AS currency,
        EXTRACT(YEAR FROM valid_on) * 12 + EXTRACT(MONTH FROM valid_on) AS month_number,
        CAST(1 AS DECIMAL(38, 10)) AS value
    FROM opportunity
    WHERE kind IS NULL OR kind = 'new'
    UNION ALL
    SELECT
        'won' AS what,
        CAST(NULL AS VARCHAR) AS currency,
        EXTRACT(YEAR FROM closed_on) * 12 + EXTRACT(MONTH FROM closed_on) AS month_number,
        CAST(1 AS DECIMAL(38, 10)) AS value
    FROM opportunity
    WHERE outcome = 'won' AND (kind IS NULL OR kind = 'new')
    UNION ALL
    SELECT
        'revenue' AS what,
        currency,
        EXTRACT(YEAR FROM closed_on) * 12 + EXTRACT(MONTH FROM closed_on) AS month_number,
        amount AS value
    FROM opportunity
    WHERE outcome = 'won' AND (kind IS NULL OR kind = 'new')
    UNION ALL
    SELECT
        'spend' AS what,
        currency,
        EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month) AS month_number,
        amount AS value
    FROM spend
)

SELECT what, currency, month_number, COUNT(*) AS entries, SUM(value) AS value
FROM event
WHERE month_number IS NOT NULL AND value IS NOT NULL
GROUP BY what, currency, month_number
