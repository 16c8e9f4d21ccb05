-- What can't be right, or is there twice. $v_standing is the standing date.
-- One row = table, fault, entries (rows it was looked for in) and how many rows have it.
WITH same_mail AS (
    SELECT LOWER(TRIM(email)) AS mail, COUNT(*) AS leads
    FROM lead
    WHERE email IS NOT NULL
    GROUP BY LOWER(TRIM(email))
),

same_number AS (
    SELECT corporate_number, COUNT(*) AS companies
    FROM company
    WHERE corporate_number IS NOT NULL
    GROUP BY corporate_number
),

same_name AS (
    SELECT LOWER(TRIM(name)) AS name, COUNT(*) AS companies
    FROM company
    WHERE name IS NOT NULL
    GROUP BY LOWER(TRIM(name))
),

same_deal AS (
    SELECT
        LOWER(TRIM(company_name)) AS company_name,
        LOWER(TRIM(name)) AS name,
        amount,
        created_on,
        COUNT(*) AS deals
    FROM opportunity
    WHERE company_name IS NOT NULL AND name IS NOT NULL AND created_on IS NOT NULL
    GROUP BY LOWER(TRIM(company_name)), LOWER(TRIM(name)), amount, created_on
),

matched AS (
    SELECT DISTINCT source_id FROM company_match WHERE source_table = 'opportunity'
),

deal AS (
    SELECT
        COUNT(*) AS entries,
        SUM(CASE WHEN closed_on < created_on AND outcome <> 'open' THEN 1 ELSE 0 END) AS closed_before,
        SUM(CASE WHEN valid_on < created_on THEN 1 ELSE 0 END) AS valid_before,
        SUM(CASE WHEN created_on > $v_standing THEN 1 ELSE 0 END) AS created_later,
        SUM(CASE WHEN closed_on > $v_standing AND outcome <> 'open' THEN 1 ELSE 0 END) AS closed_later,
        SUM(CASE WHEN closed_on < $v_standing AND outcome = 'open' THEN 1 ELSE 0 END) AS overdue,
        SUM(CASE WHEN outcome = 'open' THEN 1 ELSE 0 END) AS open_deals,
        SUM(CASE WHEN outcome = 'won' AND amount IS NULL THEN 1 ELSE 0 END) AS won_without_amount,
        SUM(CASE WHEN outcome = 'won' THEN 1 ELSE 0 END) AS won_deals,
        SUM(CASE WHEN company_name IS NULL AND domain IS NULL THEN 1 ELSE 0 END) AS nameless
    FROM opportunity
),

person AS (
    SELECT
        COUNT(*) AS entries,
        SUM(CASE WHEN accepted_on < handed_on THEN 1 ELSE 0 END) AS accepted_before,
        SUM(CASE WHEN returned_on < handed_on THEN 1 ELSE 0 END) AS returned_before,
        SUM(CASE WHEN handed_on < created_on THEN 1 ELSE 0 END) AS handed_before,
        SUM(CASE WHEN created_on > $v_standing THEN 1 ELSE 0 END) AS created_later,
        SUM(CASE WHEN returned_on IS NOT NULL AND return_reason IS NULL THEN 1 ELSE 0 END) AS no_return_reason,
        SUM(CASE WHEN returned_on IS NOT NULL THEN 1 ELSE 0 END) AS returned
    FROM lead
)

SELECT 'opportunity' AS table_name, 'closed_before_created' AS fault, entries, closed_before AS found FROM deal
UNION ALL
SELECT 'opportunity' AS table_name, 'valid_before_created' AS fault, entries, valid_before AS found FROM deal
UNION ALL
SELECT 'opportunity' AS table_name, 'created_later' AS fault, entries, created_later AS found FROM deal
UNION ALL
SELECT 'opportunity' AS table_name, 'closed_later' AS fault, entries, closed_later AS found FROM deal
UNION ALL
SELECT 'opportunity' AS table_name, 'overdue' AS fault, open_deals AS entries, overdue AS found FROM deal
UNION ALL
SELECT 'opportunity' AS table_name, 'won_without_amount' AS fault, won_deals AS entries, won_without_amount AS found
FROM deal
UNION ALL
SELECT 'opportunity' AS table_name, 'without_company' AS fault, entries, nameless AS found FROM deal
UNION ALL
SELECT
    'opportunity' AS table_name,
    'unmatched_company' AS fault,
    COUNT(*) AS entries,
    SUM(CASE WHEN matched.source_id IS NULL THEN 1 ELSE 0 END) AS found
FROM opportunity
LEFT JOIN matched ON matched.source_id = opportunity.opportunity_id
WHERE
    (opportunity.company_name IS NOT NULL OR opportunity.domain IS NOT NULL)
    AND EXISTS (SELECT 1 FROM company)
UNION ALL
SELECT
    'opportunity' AS table_name,
    'same_deal' AS fault,
    (SELECT entries FROM deal) AS entries,
    SUM(CASE WHEN deals > 1 THEN deals ELSE 0 END) AS found
FROM same_deal
UNION ALL
SELECT 'lead' AS table_name, 'accepted_before_handed' AS fault, entries, accepted_before AS found FROM person
UNION ALL
SELECT 'lead' AS table_name, 'returned_before_handed' AS fault, entries, returned_before AS found FROM person
UNION ALL
SELECT 'lead' AS table_name, 'handed_before_created' AS fault, entries, handed_before AS found FROM person
UNION ALL
SELECT 'lead' AS table_name, 'created_later' AS fault, entries, created_later AS found FROM person
UNION ALL
SELECT 'lead' AS table_name, 'returned_without_reason' AS fault, returned AS entries, no_return_reason AS found
FROM person
UNION ALL
SELECT
    'lead' AS table_name,
    'same_mail' AS fault,
    (SELECT entries FROM person) AS entries,
    SUM(CASE WHEN leads > 1 THEN leads ELSE 0 END) AS found
FROM same_mail
UNION ALL
SELECT
    'company' AS table_name,
    'same_number' AS fault,
    (SELECT COUNT(*) FROM company) AS entries,
    SUM(CASE WHEN companies > 1 THEN companies ELSE 0 END) AS found
FROM same_number
UNION ALL
SELECT
    'company' AS table_name,
    'same_name' AS fault,
    (SELECT COUNT(*) FROM company) AS entries,
    SUM(CASE WHEN companies > 1 THEN companies ELSE 0 END) AS found
FROM same_name
