-- The first and the last month in which anything happened of what the funnel counts.
-- A month is a number: year * 12 + month. New business only, where the kind is known.
WITH seen AS (
    SELECT EXTRACT(YEAR FROM created_on) * 12 + EXTRACT(MONTH FROM created_on) AS month_seen
    FROM opportunity
    WHERE kind IS NULL OR kind = 'new'
    UNION ALL
    SELECT EXTRACT(YEAR FROM valid_on) * 12 + EXTRACT(MONTH FROM valid_on) AS month_seen
    FROM opportunity
    WHERE kind IS NULL OR kind = 'new'
    UNION ALL
    SELECT EXTRACT(YEAR FROM closed_on) * 12 + EXTRACT(MONTH FROM closed_on) AS month_seen
    FROM opportunity
    WHERE outcome IN ('won', 'lost') AND (kind IS NULL OR kind = 'new')
    UNION ALL
    SELECT EXTRACT(YEAR FROM created_on) * 12 + EXTRACT(MONTH FROM created_on) AS month_seen
    FROM lead
)

SELECT
    MIN(month_seen) AS first_month,
    MAX(month_seen) AS last_month
FROM seen
