-- Leads outside the target companies: at other companies, and those whose company is not known.
-- Reads `lead`, `company_match` and the relation target_company (company_id, segment, tier).
WITH target AS (
    SELECT DISTINCT company_id FROM target_company
),

lead_company AS (
    SELECT source_id AS lead_id, MIN(company_id) AS company_id
    FROM company_match
    WHERE source_table = 'lead'
    GROUP BY source_id
)

SELECT
    COUNT(*) AS people,
    COUNT(lead_company.company_id) AS matched,
    COUNT(target.company_id) AS inside,
    COUNT(DISTINCT lead_company.company_id) AS companies,
    COUNT(DISTINCT target.company_id) AS companies_inside
FROM lead
LEFT JOIN lead_company ON lead_company.lead_id = lead.lead_id
LEFT JOIN target ON target.company_id = lead_company.company_id
