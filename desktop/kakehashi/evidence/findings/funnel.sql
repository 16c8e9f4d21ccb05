-- Every way from one step to a later one: who took it, who dropped out, who is still under way.
--
-- Reads the canonical views `lead` and `opportunity`, `company_match`, and target_company, a relation made of the
-- plan's conditions. One row = step_from, step_to, group_kind, place, cohort, import_id, state, months, and how many
-- people or deals it holds. group_kind: source, owner, segment (place = which), cohort (the month of entry). state:
-- reached, dropped, open. months, of group_kind source only: reached = months that the way took; open = age in
-- months at the newest date of the data; NULL where a date is missing.
-- A month is a number: year * 12 + month. New business only, where the kind is known.
WITH deal AS (
    SELECT
        import_id,
        opportunity_id,
        lead_id,
        source,
        owner,
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
        lead.lead_id,
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
        CAST(NULL AS VARCHAR) AS owner,
        'lead' AS source_table,
        lead_id AS source_id,
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
        CAST(NULL AS VARCHAR) AS owner,
        'lead' AS source_table,
        lead_id AS source_id,
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
        CAST(NULL AS VARCHAR) AS owner,
        'lead' AS source_table,
        lead_id AS source_id,
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
        owner,
        'opportunity' AS source_table,
        opportunity_id AS source_id,
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
        owner,
        'opportunity' AS source_table,
        opportunity_id AS source_id,
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
        owner,
        'opportunity' AS source_table,
        opportunity_id AS source_id,
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
),

at_segment AS (
    SELECT DISTINCT company_match.source_table, company_match.source_id, target_company.segment
    FROM company_match
    INNER JOIN target_company ON target_company.company_id = company_match.company_id
    WHERE target_company.segment <> ''
),

segmented AS (
    SELECT way.step_from, way.step_to, at_segment.segment, way.import_id, way.state
    FROM way
    INNER JOIN at_segment
        ON at_segment.source_table = way.source_table AND at_segment.source_id = way.source_id
)

SELECT
    step_from,
    step_to,
    'source' AS group_kind,
    source AS place,
    CAST(NULL AS BIGINT) AS cohort,
    import_id,
    state,
    months,
    COUNT(*) AS people
FROM aged
GROUP BY step_from, step_to, source, import_id, state, months
UNION ALL
SELECT
    step_from,
    step_to,
    'cohort' AS group_kind,
    CAST(NULL AS VARCHAR) AS place,
    month_from AS cohort,
    import_id,
    state,
    CAST(NULL AS BIGINT) AS months,
    COUNT(*) AS people
FROM way
WHERE month_from IS NOT NULL
GROUP BY step_from, step_to, month_from, import_id, state
UNION ALL
SELECT
    step_from,
    step_to,
    'owner' AS group_kind,
    owner AS place,
    CAST(NULL AS BIGINT) AS cohort,
    import_id,
    state,
    CAST(NULL AS BIGINT) AS months,
    COUNT(*) AS people
FROM way
WHERE owner IS NOT NULL
GROUP BY step_from, step_to, owner, import_id, state
UNION ALL
SELECT
    step_from,
    step_to,
    'segment' AS group_kind,
    segment AS place,
    CAST(NULL AS BIGINT) AS cohort,
    import_id,
    state,
    CAST(NULL AS BIGINT) AS months,
    COUNT(*) AS people
FROM segmented
GROUP BY step_from, step_to, segment, import_id, state
