-- Leads handed over to sales: what became of them, by month, source and the days that it took.
-- A month is a number: year * 12 + month. state: accepted, returned, waiting. One row = handed_on, answered_on,
-- source, state, return_reason and how many leads it holds.
SELECT
    handed_on,
    CASE
        WHEN returned_on IS NOT NULL AND accepted_on IS NULL THEN returned_on
        ELSE accepted_on
    END AS answered_on,
    source,
    CASE
        WHEN returned_on IS NOT NULL THEN 'returned'
        WHEN accepted_on IS NOT NULL THEN 'accepted'
        ELSE 'waiting'
    END AS state,
    CASE WHEN returned_on IS NOT NULL THEN TRIM(return_reason) END AS return_reason,
    COUNT(*) AS people
FROM lead
WHERE handed_on IS NOT NULL OR accepted_on IS NOT NULL OR returned_on IS NOT NULL
GROUP BY
    handed_on,
    CASE
        WHEN returned_on IS NOT NULL AND accepted_on IS NULL THEN returned_on
        ELSE accepted_on
    END,
    source,
    CASE
        WHEN returned_on IS NOT NULL THEN 'returned'
        WHEN accepted_on IS NOT NULL THEN 'accepted'
        ELSE 'waiting'
    END,
    CASE WHEN returned_on IS NOT NULL THEN TRIM(return_reason) END
