-- Leads by the month in which they came, and those of them that meet today's conditions: target leads and, of
-- these, follow leads at target companies where companies are known. A month is a number: year * 12 + month.
-- Reads `lead`, `company_match`, target_company and target_lead.
WITH at_target AS (
    SELECT company_match.source_id AS lead_id, target_company.segment
    FROM company_match
    INNER JOIN target_company ON target_company.company_id = company_match.company_id
    WHERE company_match.source_table = 'lead'
),

meeting AS (
    SELECT target_lead.lead_id, MAX(target_lead.is_follow) AS is_follow
    FROM target_lead
    INNER JOIN at_target ON at_target.lead_id = target_lead.lead_id AND at_target.segment = target_lead.segment
    GROUP BY target_lead.lead_id
)

SELECT
    EXTRACT(YEAR FROM lead.created_on) * 12 + EXTRACT(MONTH FROM lead.created_on) AS month_number,
    COUNT(*) AS people,
    COUNT(meeting.lead_id) AS target_leads,
    COALESCE(SUM(meeting.is_follow), 0) AS follow_leads
FROM lead
LEFT JOIN meeting ON meeting.lead_id = lead.lead_id
WHERE lead.created_on IS NOT NULL
GROUP BY EXTRACT(YEAR FROM lead.created_on) * 12 + EXTRACT(MONTH FROM lead.created_on)
