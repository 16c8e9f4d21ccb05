-- Values of metrics that the data name, by month. A month is a number: year * 12 + month.
SELECT
    metric,
    EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month) AS month_number,
    COUNT(*) AS entries,
    SUM(value) AS value
FROM actual
GROUP BY metric, EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month)
