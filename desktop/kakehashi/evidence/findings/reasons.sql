-- Why deals were won and lost, and what they were worth, by how far they had come.
-- step: valid = it had become a valid opportunity, opportunity = it had not. New business where known.
-- One row = outcome, reason, step, currency, the deals and their amount.
WITH closed AS (
    SELECT
        outcome,
        TRIM(reason) AS reason,
        CASE WHEN valid_on IS NOT NULL OR outcome = 'won' THEN 'valid' ELSE 'opportunity' END AS step,
        currency,
        amount
    FROM opportunity
    WHERE outcome IN ('won', 'lost') AND (kind IS NULL OR kind = 'new')
)

SELECT
    outcome,
    CASE WHEN reason = '' THEN NULL ELSE reason END AS reason,
    step,
    currency,
    COUNT(*) AS deals,
    SUM(amount) AS amount
FROM closed
GROUP BY outcome, CASE WHEN reason = '' THEN NULL ELSE reason END, step, currency
