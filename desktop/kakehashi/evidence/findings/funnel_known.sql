-- Which steps the data tell at all, and how many deals are no new business.
SELECT
    (SELECT COUNT(*) FROM opportunity) AS deals,
    (SELECT COUNT(*) FROM opportunity WHERE valid_on IS NOT NULL) AS valid_dates,
    (SELECT COUNT(*) FROM opportunity WHERE kind IN ('renewal', 'expansion')) AS other_kinds,
    (SELECT COUNT(*) FROM lead) AS leads,
    (
        SELECT COUNT(*) FROM lead
        WHERE standing = 'follow' OR handed_on IS NOT NULL OR accepted_on IS NOT NULL
    ) AS follow_marks,
    (
        SELECT COUNT(*) FROM lead
        WHERE
            standing = 'opportunity'
            OR opportunity_id IN (SELECT opportunity_id FROM opportunity)
            OR lead_id IN (SELECT lead_id FROM opportunity WHERE lead_id IS NOT NULL)
    ) AS lead_deals
