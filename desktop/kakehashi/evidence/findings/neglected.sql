-- What nobody has touched: open opportunities, follow leads and handed-over leads, by owner and stage.
--
-- $v_cutoff is the standing date less the days without activity that count as neglect; $v_double and $v_long
-- are further back. The last activity is the newest of a deal's or lead's own dates up to the standing date
-- ($v_standing) and of the activities logged for it. Reads the canonical views and target_lead.
-- One row = what, owner, stage, currency and its counts; oldest_on is the oldest last activity.
WITH deal_date AS (
    SELECT opportunity_id, created_on AS seen_on FROM opportunity WHERE outcome = 'open'
    UNION ALL
    SELECT opportunity_id, valid_on AS seen_on FROM opportunity WHERE outcome = 'open'
    UNION ALL
    SELECT opportunity_id, last_activity_on AS seen_on FROM opportunity WHERE outcome = 'open'
    UNION ALL
    SELECT opportunity_id, happened_on AS seen_on FROM activity WHERE opportunity_id IS NOT NULL
),

deal_last AS (
    SELECT opportunity_id, MAX(seen_on) AS last_on
    FROM deal_date
    WHERE seen_on <= $v_standing
    GROUP BY opportunity_id
),

dealt AS (
    SELECT lead_id FROM opportunity WHERE lead_id IS NOT NULL
    UNION
    SELECT lead.lead_id
    FROM lead INNER JOIN opportunity ON opportunity.opportunity_id = lead.opportunity_id
),

followed AS (
    SELECT lead_id, MAX(is_follow) AS is_follow FROM target_lead GROUP BY lead_id
),

waiting AS (
    SELECT
        lead.lead_id,
        lead.phase,
        CASE WHEN lead.handed_on IS NOT NULL OR lead.accepted_on IS NOT NULL THEN 'handed' ELSE 'follow' END AS what
    FROM lead
    LEFT JOIN followed ON followed.lead_id = lead.lead_id
    LEFT JOIN dealt ON dealt.lead_id = lead.lead_id
    WHERE
        dealt.lead_id IS NULL
        AND lead.returned_on IS NULL
        AND (lead.standing IS NULL OR lead.standing NOT IN ('dropped', 'opportunity'))
        AND (
            lead.handed_on IS NOT NULL
            OR lead.accepted_on IS NOT NULL
            OR lead.standing = 'follow'
            OR followed.is_follow = 1
        )
),

lead_date AS (
    SELECT lead_id, created_on AS seen_on FROM lead
    UNION ALL
    SELECT lead_id, wanted_on AS seen_on FROM lead
    UNION ALL
    SELECT lead_id, handed_on AS seen_on FROM lead
    UNION ALL
    SELECT lead_id, accepted_on AS seen_on FROM lead
    UNION ALL
    SELECT lead_id, happened_on AS seen_on FROM activity WHERE lead_id IS NOT NULL
),

lead_last AS (
    SELECT lead_date.lead_id, MAX(lead_date.seen_on) AS last_on
    FROM lead_date INNER JOIN waiting ON waiting.lead_id = lead_date.lead_id
    WHERE lead_date.seen_on <= $v_standing
    GROUP BY lead_date.lead_id
),

standing AS (
    SELECT
        'opportunity' AS what,
        opportunity.owner,
        opportunity.stage,
        opportunity.currency,
        opportunity.amount,
        deal_last.last_on
    FROM opportunity
    LEFT JOIN deal_last ON deal_last.opportunity_id = opportunity.opportunity_id
    WHERE opportunity.outcome = 'open'
    UNION ALL
    SELECT
        waiting.what,
        CAST(NULL AS VARCHAR) AS owner,
        waiting.phase AS stage,
        CAST(NULL AS VARCHAR) AS currency,
        CAST(NULL AS DECIMAL(38, 10)) AS amount,
        lead_last.last_on
    FROM waiting LEFT JOIN lead_last ON lead_last.lead_id = waiting.lead_id
)

SELECT
    what,
    owner,
    stage,
    currency,
    COUNT(*) AS entries,
    SUM(CASE WHEN last_on <= $v_cutoff THEN 1 ELSE 0 END) AS neglected,
    SUM(CASE WHEN last_on <= $v_double THEN 1 ELSE 0 END) AS twice,
    SUM(CASE WHEN last_on <= $v_long THEN 1 ELSE 0 END) AS very_long,
    SUM(CASE WHEN last_on IS NULL THEN 1 ELSE 0 END) AS undated,
    SUM(CASE WHEN last_on <= $v_cutoff THEN amount END) AS amount,
    MIN(CASE WHEN last_on <= $v_cutoff THEN last_on END) AS oldest_on
FROM standing
GROUP BY what, owner, stage, currency
