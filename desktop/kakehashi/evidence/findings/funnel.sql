-- Every way from one step to a later one: who took it, who dropped out, who is still under way.
--
-- Reads the canonical views `lead` and `opportunity`. One row = step_from, step_to, source, import_id, state,
-- months, and how many people or deals it holds. state: reached, dropped, open. months: reached = months that the
-- way took; open = age in months at the newest date of the data; NULL where a date is missing.
-- A month is a number: year * 12 + month. New business only, where the kind is known.
WITH deal AS (
    SELECT
        import_id,
        opportunity_id,
        lead_id,
        source,
        outcome,
        EXTRACT(YEAR FROM created_on) * 12 + EXTRACT(MONTH FROM created_on) AS created_month,
        EXTRACT(YEAR FROM valid_on) * 12 + EXTRACT(MONTH FROM valid_on) AS valid_month,
        EXTRACT(YEAR FROM closed_on) * 12 + EXTRACT(MONTH FROM closed_on) AS closed_month,
        CASE WHEN valid_on IS NOT NULL OR outcome = 'won' OR standing = 'valid' THEN 1 ELSE 0 END AS is_valid
    FROM opportunity
    WHERE kind IS NULL OR kind = 'new'
),

link AS (
    SELECT lead_id, created_month FROM deal WHERE lead_id IS NOT NULL
    UNION ALL
    SELECT lead.lead_id, deal.created_month
    FROM lead INNER JOIN deal ON deal.opportunity_id = lead.opportunity_id
),

linked AS (
    SELECT lead_id, COUNT(*) AS deals, MIN(created_month) AS deal_month FROM link GROUP BY lead_id
),

person AS (
    SELECT
        lead.import_id,
        lead.source,
        EXTRACT(YEAR FROM lead.created_on) * 12 + EXTRACT(MONTH FROM lead.created_on) AS created_month,
        EXTRACT(YEAR FROM COALESCE(lead.handed_on, lead.accepted_on)) * 12
        + EXTRACT(MONTH FROM COALESCE(lead.handed_on, lead.accepted_on)) AS follow_month,
        linked.deal_month,
        CASE WHEN linked.deals > 0 OR lead.standing = 'opportunity' THEN 1 ELSE 0 END AS has_deal,
        CASE
            WHEN lead.standing = 'follow' OR lead.handed_on IS NOT NULL OR lead.accepted_on IS NOT NULL THEN 1
            WHEN linked.deals > 0 OR lead.standing = 'opportunity' THEN 1
            ELSE 0
        END AS is_follow,
        CASE WHEN lead.standing = 'dropped' OR lead.returned_on IS NOT NULL THEN 1 ELSE 0 END AS is_dropped
    FROM lead LEFT JOIN linked ON linked.lead_id = lead.lead_id
),

seen AS (
    SELECT created_month AS month_seen FROM deal
    UNION ALL
    SELECT valid_month AS month_seen FROM deal
    UNION ALL
    SELECT closed_month AS month_seen FROM deal WHERE outcome IN ('won', 'lost')
    UNION ALL
    SELECT EXTRACT(YEAR FROM last_activity_on) * 12 + EXTRACT(MONTH FROM last_activity_on) AS month_seen
    FROM opportunity
    UNION ALL
    SELECT created_month AS month_seen FROM person
),

newest AS (
    SELECT MAX(month_seen) AS newest_month FROM seen
),

way AS (
    SELECT
        'lead' AS step_from,
        'follow' AS step_to,
        source,
        import_id,
        CASE WHEN is_follow = 1 THEN 'reached' WHEN is_dropped = 1 THEN 'dropped' ELSE 'open' END AS state,
        created_month AS month_from,
        follow_month AS month_to
    FROM person
    UNION ALL
    SELECT
        'lead' AS step_from,
        'opportunity' AS step_to,
        source,
        import_id,
        CASE WHEN has_deal = 1 THEN 'reached' WHEN is_dropped = 1 THEN 'dropped' ELSE 'open' END AS state,
        created_month AS month_from,
        deal_month AS month_to
    FROM person
    UNION ALL
    SELECT
        'follow' AS step_from,
        'opportunity' AS step_to,
        source,
        import_id,
        CASE WHEN has_deal = 1 THEN 'reached' WHEN is_dropped = 1 THEN 'dropped' ELSE 'open' END AS state,
        follow_month AS month_from,
        deal_month AS month_to
    FROM person
    WHERE is_follow = 1
    UNION ALL
    SELECT
        'opportunity' AS step_from,
        'valid' AS step_to,
        source,
        import_id,
        CASE WHEN is_valid = 1 THEN 'reached' WHEN outcome = 'lost' THEN 'dropped' ELSE 'open' END AS state,
        created_month AS month_from,
        valid_month AS month_to
    FROM deal
    UNION ALL
    SELECT
        'opportunity' AS step_from,
        'won' AS step_to,
        source,
        import_id,
        CASE WHEN outcome = 'won' THEN 'reached' WHEN outcome = 'lost' THEN 'dropped' ELSE 'open' END AS state,
        created_month AS month_from,
        closed_month AS month_to
    FROM deal
    UNION ALL
    SELECT
        'valid' AS step_from,
        'won' AS step_to,
        source,
        import_id,
        CASE WHEN outcome = 'won' THEN 'reached' WHEN outcome = 'lost' THEN 'dropped' ELSE 'open' END AS state,
        valid_month AS month_from,
        closed_month AS month_to
    FROM deal
    WHERE is_valid = 1
),

aged AS (
    SELECT
        way.step_from,
        way.step_to,
        way.source,
        way.import_id,
        way.state,
        CASE
            WHEN way.state = 'reached' THEN way.month_to - way.month_from
            WHEN way.state = 'open' THEN newest.newest_month - way.month_from
        END AS months
    FROM way CROSS JOIN newest
)

SELECT step_from, step_to, source, import_id, state, months, COUNT(*) AS people
FROM aged
GROUP BY step_from, step_to, source, import_id, state, months
ORDER BY step_from, step_to, source NULLS FIRST, import_id, state, months NULLS FIRST
