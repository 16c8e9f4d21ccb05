-- Logs of activities by owner: how many there are, and how many say what kind of contact it was, what was said
-- (content or summary) and what came of it (result, or when the next one is).
SELECT
    owner,
    COUNT(*) AS entries,
    SUM(
        CASE
            WHEN kind IS NULL OR (content IS NULL AND summary IS NULL) THEN 0
            WHEN result IS NULL AND next_on IS NULL THEN 0
            ELSE 1
        END
    ) AS complete
FROM activity
GROUP BY owner
