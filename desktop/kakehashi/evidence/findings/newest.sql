-- The newest date of what has happened in the data: never a day that is only planned.
WITH seen AS (
    SELECT MAX(created_on) AS seen_on FROM opportunity
    UNION ALL
    SELECT MAX(valid_on) AS seen_on FROM opportunity
    UNION ALL
    SELECT MAX(last_activity_on) AS seen_on FROM opportunity
    UNION ALL
    SELECT MAX(closed_on) AS seen_on FROM opportunity WHERE outcome IN ('won', 'lost')
    UNION ALL
    SELECT MAX(created_on) AS seen_on FROM lead
    UNION ALL
    SELECT MAX(handed_on) AS seen_on FROM lead
    UNION ALL
    SELECT MAX(accepted_on) AS seen_on FROM lead
    UNION ALL
    SELECT MAX(returned_on) AS seen_on FROM lead
    UNION ALL
    SELECT MAX(happened_on) AS seen_on FROM activity
)

SELECT MAX(seen_on) AS newest_on FROM seen
