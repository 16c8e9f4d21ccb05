-- How many rows fill each of the fields that findings and conditions stand on. One row = table and field.
-- When a deal closed and why is asked of closed ones only.
SELECT 'lead' AS table_name, 'company_name' AS field, COUNT(*) AS entries, COUNT(company_name) AS filled FROM lead
UNION ALL
SELECT 'lead' AS table_name, 'domain' AS field, COUNT(*) AS entries, COUNT(domain) AS filled FROM lead
UNION ALL
SELECT 'lead' AS table_name, 'email' AS field, COUNT(*) AS entries, COUNT(email) AS filled FROM lead
UNION ALL
SELECT 'lead' AS table_name, 'department' AS field, COUNT(*) AS entries, COUNT(department) AS filled FROM lead
UNION ALL
SELECT 'lead' AS table_name, 'job_title' AS field, COUNT(*) AS entries, COUNT(job_title) AS filled FROM lead
UNION ALL
SELECT 'lead' AS table_name, 'source' AS field, COUNT(*) AS entries, COUNT(source) AS filled FROM lead
UNION ALL
SELECT 'lead' AS table_name, 'created_on' AS field, COUNT(*) AS entries, COUNT(created_on) AS filled FROM lead
UNION ALL
SELECT 'lead' AS table_name, 'phase' AS field, COUNT(*) AS entries, COUNT(phase) AS filled FROM lead
UNION ALL
SELECT 'lead' AS table_name, 'consent' AS field, COUNT(*) AS entries, COUNT(consent) AS filled FROM lead
UNION ALL
SELECT 'opportunity' AS table_name, 'company_name' AS field, COUNT(*) AS entries, COUNT(company_name) AS filled FROM opportunity
UNION ALL
SELECT 'opportunity' AS table_name, 'amount' AS field, COUNT(*) AS entries, COUNT(amount) AS filled FROM opportunity
UNION ALL
SELECT 'opportunity' AS table_name, 'created_on' AS field, COUNT(*) AS entries, COUNT(created_on) AS filled FROM opportunity
UNION ALL
SELECT 'opportunity' AS table_name, 'source' AS field, COUNT(*) AS entries, COUNT(source) AS filled FROM opportunity
UNION ALL
SELECT 'opportunity' AS table_name, 'owner' AS field, COUNT(*) AS entries, COUNT(owner) AS filled FROM opportunity
UNION ALL
SELECT 'opportunity' AS table_name, 'stage' AS field, COUNT(*) AS entries, COUNT(stage) AS filled FROM opportunity
UNION ALL
SELECT 'opportunity' AS table_name, 'last_activity_on' AS field, COUNT(*) AS entries, COUNT(last_activity_on) AS filled FROM opportunity
UNION ALL
SELECT 'company' AS table_name, 'name' AS field, COUNT(*) AS entries, COUNT(name) AS filled FROM company
UNION ALL
SELECT 'company' AS table_name, 'corporate_number' AS field, COUNT(*) AS entries, COUNT(corporate_number) AS filled FROM company
UNION ALL
SELECT 'company' AS table_name, 'domain' AS field, COUNT(*) AS entries, COUNT(domain) AS filled FROM company
UNION ALL
SELECT 'company' AS table_name, 'industry' AS field, COUNT(*) AS entries, COUNT(industry) AS filled FROM company
UNION ALL
SELECT 'company' AS table_name, 'employees' AS field, COUNT(*) AS entries, COUNT(employees) AS filled FROM company
UNION ALL
SELECT 'company' AS table_name, 'revenue' AS field, COUNT(*) AS entries, COUNT(revenue) AS filled FROM company
UNION ALL
SELECT 'company' AS table_name, 'region' AS field, COUNT(*) AS entries, COUNT(region) AS filled FROM company
UNION ALL
SELECT 'spend' AS table_name, 'amount' AS field, COUNT(*) AS entries, COUNT(amount) AS filled FROM spend
UNION ALL
SELECT 'spend' AS table_name, 'category' AS field, COUNT(*) AS entries, COUNT(category) AS filled FROM spend
UNION ALL
SELECT 'spend' AS table_name, 'measure' AS field, COUNT(*) AS entries, COUNT(measure) AS filled FROM spend
UNION ALL
SELECT 'spend' AS table_name, 'campaign' AS field, COUNT(*) AS entries, COUNT(campaign) AS filled FROM spend
UNION ALL
SELECT 'activity' AS table_name, 'kind' AS field, COUNT(*) AS entries, COUNT(kind) AS filled FROM activity
UNION ALL
SELECT 'activity' AS table_name, 'owner' AS field, COUNT(*) AS entries, COUNT(owner) AS filled FROM activity
UNION ALL
SELECT 'activity' AS table_name, 'content' AS field, COUNT(*) AS entries, COUNT(content) AS filled FROM activity
UNION ALL
SELECT 'activity' AS table_name, 'result' AS field, COUNT(*) AS entries, COUNT(result) AS filled FROM activity
UNION ALL
SELECT 'activity' AS table_name, 'next_on' AS field, COUNT(*) AS entries, COUNT(next_on) AS filled FROM activity
UNION ALL
SELECT 'opportunity' AS table_name, 'closed_on' AS field, COUNT(*) AS entries, COUNT(closed_on) AS filled
FROM opportunity
WHERE outcome IN ('won', 'lost')
UNION ALL
SELECT 'opportunity' AS table_name, 'reason' AS field, COUNT(*) AS entries, COUNT(reason) AS filled
FROM opportunity
WHERE outcome IN ('won', 'lost')
