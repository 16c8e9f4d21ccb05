-- How much of the targets is ours already: target companies, and people at them, by segment, tier and field.
--
-- Reads the canonical views, `company_match`, and two relations made of the plan's conditions:
-- target_company (company_id, segment, tier) and target_lead (lead_id, segment, is_follow).
-- One row = group_kind (all, segment, tier, industry, region, company_tier), place (which) and its counts.
WITH lead_company AS (
    SELECT source_id AS lead_id, MIN(company_id) AS company_id
    FROM company_match
    WHERE source_table = 'lead'
    GROUP BY source_id
),

deal_company AS (
    SELECT
        company_match.company_id,
        MAX(CASE WHEN opportunity.outcome = 'open' THEN 1 ELSE 0 END) AS has_open,
        MAX(
            CASE
                WHEN opportunity.valid_on IS NOT NULL THEN 1
                WHEN opportunity.outcome = 'won' OR opportunity.standing = 'valid' THEN 1
                ELSE 0
            END
        ) AS has_valid,
        MAX(CASE WHEN opportunity.outcome = 'won' THEN 1 ELSE 0 END) AS has_won,
        MAX(CASE WHEN opportunity.outcome = 'lost' THEN 1 ELSE 0 END) AS has_lost
    FROM opportunity
    INNER JOIN company_match
        ON company_match.source_table = 'opportunity' AND company_match.source_id = opportunity.opportunity_id
    GROUP BY company_match.company_id
),

scope AS (
    SELECT 'any' AS scope_kind, '' AS place, company_id FROM target_company
    UNION ALL
    SELECT 'segment' AS scope_kind, segment AS place, company_id
    FROM target_company
    WHERE segment <> ''
    UNION ALL
    SELECT 'tier' AS scope_kind, tier AS place, company_id
    FROM target_company
    WHERE tier <> ''
),

lead_at AS (
    SELECT
        target_company.segment,
        target_company.tier,
        target_company.company_id,
        lead_company.lead_id,
        CASE WHEN target_lead.lead_id IS NULL THEN 0 ELSE 1 END AS is_target,
        COALESCE(target_lead.is_follow, 0) AS is_follow
    FROM target_company
    INNER JOIN lead_company ON lead_company.company_id = target_company.company_id
    LEFT JOIN target_lead
        ON target_lead.lead_id = lead_company.lead_id AND target_lead.segment = target_company.segment
),

person AS (
    SELECT 'segment' AS scope_kind, segment AS place, company_id, lead_id, is_target, is_follow
    FROM lead_at
    WHERE segment <> ''
    UNION ALL
    SELECT
        'any' AS scope_kind,
        '' AS place,
        company_id,
        lead_id,
        MAX(is_target) AS is_target,
        MAX(is_follow) AS is_follow
    FROM lead_at
    GROUP BY company_id, lead_id
    UNION ALL
    SELECT
        'tier' AS scope_kind,
        tier AS place,
        company_id,
        lead_id,
        MAX(is_target) AS is_target,
        MAX(is_follow) AS is_follow
    FROM lead_at
    WHERE tier <> ''
    GROUP BY tier, company_id, lead_id
),

people AS (
    SELECT
        scope_kind,
        place,
        company_id,
        COUNT(*) AS people,
        SUM(is_target) AS target_leads,
        SUM(is_follow) AS follow_leads
    FROM person
    GROUP BY scope_kind, place, company_id
),

unit AS (
    SELECT DISTINCT scope_kind, place, company_id FROM scope
),

flagged AS (
    SELECT
        unit.scope_kind,
        unit.place,
        company.industry,
        company.region,
        company.tier,
        COALESCE(people.people, 0) AS people,
        COALESCE(people.target_leads, 0) AS target_leads,
        COALESCE(people.follow_leads, 0) AS follow_leads,
        COALESCE(deal_company.has_open, 0) AS has_open,
        COALESCE(deal_company.has_valid, 0) AS has_valid,
        COALESCE(deal_company.has_won, 0) AS has_won,
        COALESCE(deal_company.has_lost, 0) AS has_lost
    FROM unit
    INNER JOIN company ON company.company_id = unit.company_id
    LEFT JOIN people
        ON
            people.company_id = unit.company_id
            AND people.scope_kind = unit.scope_kind
            AND people.place = unit.place
    LEFT JOIN deal_company ON deal_company.company_id = unit.company_id
),

placed AS (
    SELECT
        CASE WHEN scope_kind = 'any' THEN 'all' ELSE scope_kind END AS group_kind,
        place,
        people, target_leads, follow_leads, has_open, has_valid, has_won, has_lost
    FROM flagged
    UNION ALL
    SELECT
        'industry' AS group_kind,
        industry AS place,
        people, target_leads, follow_leads, has_open, has_valid, has_won, has_lost
    FROM flagged
    WHERE scope_kind = 'any'
    UNION ALL
    SELECT
        'region' AS group_kind,
        region AS place,
        people, target_leads, follow_leads, has_open, has_valid, has_won, has_lost
    FROM flagged
    WHERE scope_kind = 'any'
    UNION ALL
    SELECT
        'company_tier' AS group_kind,
        tier AS place,
        people, target_leads, follow_leads, has_open, has_valid, has_won, has_lost
    FROM flagged
    WHERE scope_kind = 'any'
)

SELECT
    group_kind,
    place,
    COUNT(*) AS companies,
    SUM(CASE WHEN people > 0 THEN 1 ELSE 0 END) AS with_leads,
    SUM(CASE WHEN target_leads > 0 THEN 1 ELSE 0 END) AS with_target_leads,
    SUM(CASE WHEN follow_leads > 0 THEN 1 ELSE 0 END) AS with_follow_leads,
    SUM(has_open) AS with_open,
    SUM(has_valid) AS with_valid,
    SUM(has_won) AS with_won,
    SUM(has_lost) AS with_lost,
    SUM(people) AS people,
    SUM(target_leads) AS target_leads,
    SUM(follow_leads) AS follow_leads
FROM placed
GROUP BY group_kind, place
