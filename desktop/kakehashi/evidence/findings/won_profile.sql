-- What won deals have in common: by company where companies are matched, else by deal.
--
-- One row = unit (company, deal), field, value, state (won, lost, other) and how many. A company is won when it
-- has a won deal, lost when it has lost ones only; other = in the company table without a closed deal. The
-- classes of employees are those of `class` in won_profile.py. New business only, where the kind is known.
WITH deal AS (
    SELECT
        opportunity.opportunity_id,
        opportunity.outcome,
        opportunity.industry,
        opportunity.employees,
        opportunity.source,
        opportunity.product,
        opportunity.competitor
    FROM opportunity
    WHERE opportunity.kind IS NULL OR opportunity.kind = 'new'
),

closed AS (
    SELECT
        company_match.company_id,
        MAX(CASE WHEN deal.outcome = 'won' THEN 2 WHEN deal.outcome = 'lost' THEN 1 ELSE 0 END) AS best
    FROM deal
    INNER JOIN company_match
        ON company_match.source_table = 'opportunity' AND company_match.source_id = deal.opportunity_id
    GROUP BY company_match.company_id
),

unit AS (
    SELECT
        'company' AS unit,
        CASE WHEN closed.best = 2 THEN 'won' WHEN closed.best = 1 THEN 'lost' ELSE 'other' END AS state,
        company.industry,
        company.employees,
        company.region,
        company.tier,
        CASE WHEN company.listed THEN 'true' WHEN NOT company.listed THEN 'false' END AS listed,
        CAST(NULL AS VARCHAR) AS source,
        CAST(NULL AS VARCHAR) AS product,
        CAST(NULL AS VARCHAR) AS competitor
    FROM company LEFT JOIN closed ON closed.company_id = company.company_id
    UNION ALL
    SELECT
        'deal' AS unit,
        CASE WHEN outcome = 'open' THEN 'other' ELSE outcome END AS state,
        industry,
        employees,
        CAST(NULL AS VARCHAR) AS region,
        CAST(NULL AS VARCHAR) AS tier,
        CAST(NULL AS VARCHAR) AS listed,
        source,
        product,
        competitor
    FROM deal
),

classed AS (
    SELECT
        unit,
        state,
        industry,
        region,
        tier,
        listed,
        source,
        product,
        competitor,
        CASE
            WHEN employees < 10 THEN '1'
            WHEN employees < 50 THEN '10'
            WHEN employees < 100 THEN '50'
            WHEN employees < 300 THEN '100'
            WHEN employees < 1000 THEN '300'
            WHEN employees < 5000 THEN '1000'
            WHEN employees IS NOT NULL THEN '5000'
        END AS employees
    FROM unit
),

valued AS (
    SELECT unit, state, 'industry' AS field, industry AS value FROM classed
    UNION ALL
    SELECT unit, state, 'employees' AS field, employees AS value FROM classed
    UNION ALL
    SELECT unit, state, 'region' AS field, region AS value FROM classed
    UNION ALL
    SELECT unit, state, 'tier' AS field, tier AS value FROM classed
    UNION ALL
    SELECT unit, state, 'listed' AS field, listed AS value FROM classed
    UNION ALL
    SELECT unit, state, 'source' AS field, source AS value FROM classed
    UNION ALL
    SELECT unit, state, 'product' AS field, product AS value FROM classed
    UNION ALL
    SELECT unit, state, 'competitor' AS field, competitor AS value FROM classed
)

SELECT unit, field, value, state, COUNT(*) AS units
FROM valued
WHERE value IS NOT NULL
GROUP BY unit, field, value, state
