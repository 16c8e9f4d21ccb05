-- Money spent by month, category, measure and campaign, with what came of it where the source says so.
-- A month is a number: year * 12 + month.
SELECT
    EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month) AS month_number,
    category,
    measure,
    campaign,
    currency,
    COUNT(*) AS entries,
    SUM(amount) AS amount,
    SUM(leads) AS leads,
    SUM(clicks) AS clicks,
    SUM(impressions) AS impressions
FROM spend
WHERE month IS NOT NULL
GROUP BY
    EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month), category, measure, campaign, currency
