-- A small ERP to try the plugin with: sqlite3 erp.db < erp.sql
CREATE TABLE accounts (
    code TEXT PRIMARY KEY, name TEXT, corporate_number TEXT, industry TEXT, employees INTEGER, prefecture TEXT
);
CREATE TABLE deals (
    no TEXT PRIMARY KEY, account TEXT, title TEXT, status INTEGER, yen INTEGER, opened TEXT, closed TEXT,
    owner TEXT, lost_reason TEXT
);
INSERT INTO accounts VALUES
    ('T001', '株式会社北信精工', NULL, '機械', 320, '長野県'),
    ('T002', 'タテヤマ樹脂工業株式会社', NULL, '化学', 150, '富山県'),
    ('T003', '豊岡プレス有限会社', NULL, '金属', 45, '兵庫県'),
    ('T004', 'アサギリ電子株式会社', NULL, '電子部品', 780, '宮城県');
INSERT INTO deals VALUES
    ('A-0001', 'T001', '検査装置', 8, 6200000, '2026-04-12', '2026-07-30', '宮原', NULL),
    ('A-0002', 'T002', '検査装置', 9, 1000000, '2026-04-14', '2026-06-02', '宮原', '価格'),
    ('A-0003', 'T003', '保守契約', 1, NULL, '2026-05-15', NULL, '大野', NULL),
    ('A-0004', 'T004', '画像処理', 8, 12800000, '2026-06-01', '2026-11-20', '大野', NULL),
    ('A-0005', 'T001', '保守契約', 2, 900000, '2026-08-21', NULL, '宮原', NULL),
    ('A-0006', 'T004', '検査装置', 9, 3400000, '2026-09-03', '2026-12-15', '大野', '時期'),
    ('A-0007', 'T002', '画像処理', 0, 500000, '2026-09-09', '2026-09-10', '大野', NULL),
    ('A-0008', 'T003', '検査装置', 3, 2100000, '2027-02-10', NULL, '宮原', NULL),
    ('A-0009', 'T001', '画像処理', 8, 4500000, '2027-04-02', '2027-05-28', '宮原', NULL);
